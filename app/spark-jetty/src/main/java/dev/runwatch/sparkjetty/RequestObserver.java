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
   * What became of a request.
   *
   * @param route the route of the request, or null if it has none
   * @param request the request, or null if it could not be read
   * @param status the status of the response
   */
  record Outcome(@Nullable Route route, @Nullable RequestHead request, int status) {}

  /**
   * A request has been answered.
   *
   * @param time the time from the arrival of the whole request to its response; 0 for requests that
   *     are refused before they have arrived as a whole
   */
  void answered(Outcome outcome, Duration time);
}
