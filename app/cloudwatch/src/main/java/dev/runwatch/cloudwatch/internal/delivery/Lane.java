/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import dev.runwatch.common.ExponentialBackoff;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When requests of one kind may start. After a failure one request at a time tries again, after a
 * pause that doubles up to a longest one, drawn at random from its upper half. Failures of requests
 * that were under way together count once. A lane may also be paced. Not thread-safe.
 */
final class Lane {

  private final ExponentialBackoff backoff;
  private long paceNanos;
  private final int mostInFlight;
  private final RandomGenerator random;
  private int inFlight;
  private long failedAt;
  private long notBefore;

  /**
   * @param pace the shortest time between two requests
   */
  Lane(Duration first, Duration longest, Duration pace, int mostInFlight, RandomGenerator random) {
    this.backoff = new ExponentialBackoff(first, longest, random);
    this.paceNanos = pace.toNanos();
    this.mostInFlight = mostInFlight;
    this.random = random;
  }

  boolean maySend(long now) {
    return inFlight < (backoff.failing() ? 1 : mostInFlight) && waitNanos(now) == 0;
  }

  /** Nanoseconds to wait; 0 when there is nothing to wait for. */
  long waitNanos(long now) {
    return Math.max(0, notBefore - now);
  }

  void sent(long now) {
    inFlight++;
    notBefore = Math.max(notBefore, now + paceNanos);
  }

  void ended() {
    inFlight--;
  }

  void failed(long startedNanos, long now) {
    if (backoff.failing() && startedNanos <= failedAt) {
      return;
    }
    failedAt = now;
    notBefore = now + backoff.next().toNanos();
  }

  /** Ends the back-off. The pace stays. */
  void succeeded(long now) {
    if (backoff.failing()) {
      backoff.reset();
      notBefore = now + (long) (random.nextDouble() * paceNanos);
    }
  }

  /** Ends the back-off and the pace. */
  void hurry(long now) {
    backoff.reset();
    paceNanos = 0;
    notBefore = now;
  }
}
