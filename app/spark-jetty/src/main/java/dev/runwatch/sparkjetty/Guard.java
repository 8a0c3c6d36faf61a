/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request may proceed, before its body is read. Safe for use by many threads;
 * must not block.
 */
@FunctionalInterface
public interface Guard {

  /**
   * The response that refuses the request, or null to let it proceed.
   *
   * @param route the route of the request, or null if it has none: it is checked all the same, so
   *     that a stranger cannot find out which paths exist
   */
  @Nullable Response check(@Nullable Route route, RequestHead request);
}
