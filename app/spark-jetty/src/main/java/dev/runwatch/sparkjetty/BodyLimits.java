/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.time.Duration;

/**
 * The limits of request bodies.
 *
 * @param maxBytes the size of the largest body; a larger one gets 413
 * @param maxTotalBytes the size of all bodies that are in memory at one time; a body that exceeds
 *     it gets 503
 * @param deadline the time within which a body must be whole, or it gets 408
 * @param minBytesPerSecond the mean rate below which a body gets 408, from its third second on
 */
public record BodyLimits(
    int maxBytes, long maxTotalBytes, Duration deadline, int minBytesPerSecond) {

  /** The time that a body has before its rate counts. */
  static final Duration GRACE = Duration.ofSeconds(2);

  /** The default: 1 MiB a body, an eighth of the maximum heap in all, 10 s, 100 bytes a second. */
  public static BodyLimits defaults() {
    return new BodyLimits(
        1 << 20, Runtime.getRuntime().maxMemory() / 8, Duration.ofSeconds(10), 100);
  }

  /**
   * The time since the request's head at which a body of so many bytes is too slow, unless more
   * bytes arrive.
   */
  Duration patience(long bytes) {
    Duration atRate = Duration.ofNanos(bytes * 1_000_000_000L / minBytesPerSecond);
    Duration rated = atRate.compareTo(GRACE) < 0 ? GRACE : atRate;
    return rated.compareTo(deadline) < 0 ? rated : deadline;
  }
}
