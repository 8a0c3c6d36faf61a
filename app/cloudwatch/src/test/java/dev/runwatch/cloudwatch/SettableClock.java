/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import io.micrometer.core.instrument.Clock;
import java.time.Duration;

/** A clock set by hand, whose wall time can also jump while no time goes by. Thread-safe. */
final class SettableClock implements Clock {

  private long wallMillis;
  private long monotonicNanos;

  SettableClock(long wallMillis) {
    this.wallMillis = wallMillis;
  }

  synchronized void add(Duration time) {
    wallMillis += time.toMillis();
    monotonicNanos += time.toNanos();
  }

  synchronized void jump(Duration by) {
    wallMillis += by.toMillis();
  }

  @Override
  public synchronized long wallTime() {
    return wallMillis;
  }

  @Override
  public synchronized long monotonicTime() {
    return monotonicNanos;
  }
}
