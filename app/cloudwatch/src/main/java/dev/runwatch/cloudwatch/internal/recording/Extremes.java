/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.recording;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * The least and the greatest of non-negative numbers, or of non-negative doubles by their bits,
 * which are in the same order. Thread-safe; writes only when an extreme moves.
 */
class Extremes {

  private static final AtomicLongFieldUpdater<Extremes> MIN =
      AtomicLongFieldUpdater.newUpdater(Extremes.class, "min");
  private static final AtomicLongFieldUpdater<Extremes> MAX =
      AtomicLongFieldUpdater.newUpdater(Extremes.class, "max");

  private volatile long min = Long.MAX_VALUE;
  private volatile long max = -1;

  final void include(long value) {
    if (value > max) {
      raise(value);
    }
    if (value < min) {
      lower(value);
    }
  }

  private void raise(long value) {
    for (long seen = max; value > seen && !MAX.compareAndSet(this, seen, value); ) {
      seen = max;
    }
  }

  private void lower(long value) {
    for (long seen = min; value < seen && !MIN.compareAndSet(this, seen, value); ) {
      seen = min;
    }
  }

  final long min() {
    return min;
  }

  /** -1 when nothing was included. */
  final long max() {
    return max;
  }
}
