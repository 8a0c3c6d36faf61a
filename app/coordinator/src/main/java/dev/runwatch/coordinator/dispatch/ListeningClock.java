/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Counts the time in which the coordinator could hear its runners.
 *
 * <p>It is advanced by regular ticks. A tick that comes late counts as a few pauses at most,
 * however long the process was stopped; a tick while the coordinator does not serve counts nothing.
 */
final class ListeningClock implements LongSupplier {

  /** A tick later than so many pauses means that the process stood still. */
  private static final int LATE = 20;

  /** What one tick adds at most, in pauses. */
  private static final int MOST = 3;

  private final LongSupplier nanos;
  private final long pause;
  private long lastTick;
  private final AtomicLong heard = new AtomicLong();

  ListeningClock(LongSupplier nanos, Duration pause) {
    this.nanos = nanos;
    this.pause = pause.toNanos();
    this.lastTick = nanos.getAsLong();
  }

  /**
   * Advances the clock.
   *
   * @param serving whether runners could be heard since the last tick
   * @return the nanoseconds that it advanced, or -1 if what was measured before counts no more
   */
  long tick(boolean serving) {
    long now = nanos.getAsLong();
    long gap = now - lastTick;
    lastTick = now;
    if (!serving || gap > LATE * pause) {
      return -1;
    }
    long counted = Math.min(gap, MOST * pause);
    heard.addAndGet(counted);
    return counted;
  }

  /** The time heard so far, in nanoseconds; constant between two ticks. */
  @Override
  public long getAsLong() {
    return heard.get();
  }
}
