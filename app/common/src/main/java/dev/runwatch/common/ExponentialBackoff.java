/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.common;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pauses between attempts that fail one after the other. The n-th pause is {@code first * 2^(n
 * - 1)}, at most {@code longest}, and is drawn evenly from the upper half of that time, so that
 * many callers do not come back at the same moment ("equal jitter"). Not thread-safe.
 */
public final class ExponentialBackoff {

  private final long firstNanos;
  private final long longestNanos;
  private final RandomGenerator random;
  private long nextNanos;

  /**
   * Starts with no failure.
   *
   * @param first the longest pause after the first failure
   * @param longest the longest pause of all
   * @param random draws each pause
   * @throws IllegalArgumentException if a time is not positive, or the first is above the longest
   */
  public ExponentialBackoff(Duration first, Duration longest, RandomGenerator random) {
    if (first.isNegative() || first.isZero() || first.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "the first pause " + first + " must be positive and at most the longest, " + longest);
    }
    this.firstNanos = first.toNanos();
    this.longestNanos = longest.toNanos();
    this.random = random;
  }

  /** The pause after one more failure. */
  public Duration next() {
    return next(Duration.ofNanos(longestNanos));
  }

  /**
   * The pause after one more failure, where a shorter limit than the longest pause holds for now.
   *
   * @param limit the longest pause this time; not negative
   */
  public Duration next(Duration limit) {
    long most = Math.min(longestNanos, limit.toNanos());
    long whole = Math.min(failing() ? nextNanos : firstNanos, most);
    // Without a limit the doubled pause would overflow after some sixty failures.
    nextNanos = Math.min(longestNanos, Math.max(firstNanos, 2 * Math.min(whole, longestNanos / 2)));
    long half = whole / 2;
    return Duration.ofNanos(half + random.nextLong(whole - half + 1));
  }

  /** Begins anew, after a success. */
  public void reset() {
    nextNanos = 0;
  }

  /** Whether the latest attempt failed. */
  public boolean failing() {
    return nextNanos > 0;
  }
}
