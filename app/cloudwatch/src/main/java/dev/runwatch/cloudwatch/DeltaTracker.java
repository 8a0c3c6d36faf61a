/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import java.lang.ref.WeakReference;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/** By how much a number that only grows has grown. Not thread-safe. */
final class DeltaTracker {

  private final DoubleSupplier number;
  private double before;

  private DeltaTracker(DoubleSupplier number) {
    this.number = number;
  }

  /** Of a state's number; one whose state is gone, or that is no number, does not grow. */
  static <T> DeltaTracker of(WeakReference<T> state, ToDoubleFunction<T> function) {
    return new DeltaTracker(
        () -> {
          T present = state.get();
          return present == null ? Double.NaN : function.applyAsDouble(present);
        });
  }

  double sinceLastTime() {
    double now = number.getAsDouble();
    if (!Double.isFinite(now)) {
      return 0;
    }
    // A number that shrank was reset: all of it is new.
    double growth = now >= before ? now - before : Math.max(0, now);
    before = now;
    return growth;
  }
}
