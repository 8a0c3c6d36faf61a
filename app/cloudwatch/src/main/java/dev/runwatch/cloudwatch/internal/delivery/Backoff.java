/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pause after failed attempts: it doubles from a first to a longest pause, and each one is
 * drawn at random from its upper half. Not thread-safe.
 */
final class Backoff {

  private static final int MOST_DOUBLINGS = 16;

  private final long firstNanos;
  private final long longestNanos;
  private final RandomGenerator random;
  private int failures;
  private long until;

  Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.firstNanos = first.toNanos();
    this.longestNanos = longest.toNanos();
    this.random = random;
  }

  void failed(long nowNanos) {
    long pause = Math.min(longestNanos, firstNanos << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    until = nowNanos + pause / 2 + (long) (random.nextDouble() * (pause / 2.0));
  }

  void succeeded() {
    failures = 0;
  }

  /** Whether the last attempt failed, so that the next one is made alone, to see. */
  boolean failing() {
    return failures > 0;
  }

  /** Nanoseconds to wait; 0 when there is nothing to wait for. */
  long waitNanos(long nowNanos) {
    return failures == 0 ? 0 : Math.max(0, until - nowNanos);
  }
}
