/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.publishing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Spreads the work of one collection over a time window: short slices with pauses between them, so
 * that a process with little processor time still answers requests. Used by one thread.
 */
final class CollectionPace {
  private static final long SLICE_NANOS = 500_000;
  private static final long PAUSE_NANOS = 5_000_000;

  private final long deadline;
  private final BooleanSupplier hurried;
  private long sliceStart = System.nanoTime();

  /**
   * @param window how long all pauses may last together; zero for none
   * @param hurried whether to make no more pauses
   */
  CollectionPace(Duration window, BooleanSupplier hurried) {
    this.deadline = sliceStart + window.toNanos();
    this.hurried = hurried;
  }

  /** Pauses if the present slice has lasted long enough. */
  void rest() {
    long now = System.nanoTime();
    long left = deadline - now;
    if (left <= 0 || now - sliceStart < SLICE_NANOS || hurried.getAsBoolean()) {
      return;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(Math.min(PAUSE_NANOS, left));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sliceStart = System.nanoTime();
  }
}
