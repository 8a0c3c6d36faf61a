/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Is told of every response. Safe for use by many threads; must not block. */
@FunctionalInterface
public interface RequestObserver {

  /**
   * A request has been answered.
   *
   * @param route the route of the request, or null if it has none
   * @param status the status of the response
   * @param time the time from the arrival of the whole request to its response; 0 for requests that
   *     are refused before they have arrived as a whole
   */
  void answered(@Nullable Route route, int status, Duration time);
}
