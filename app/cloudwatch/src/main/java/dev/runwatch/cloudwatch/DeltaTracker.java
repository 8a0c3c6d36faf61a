/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import java.lang.ref.WeakReference;
import java.util.function.ToDoubleFunction;

/**
 * The growth of a number that only grows. The state is held weakly: a state that is gone, or a
 * number that is not finite, does not grow. Not thread-safe.
 */
final class DeltaTracker<T> {

  private final WeakReference<T> state;
  private final ToDoubleFunction<T> function;
  private double before;

  DeltaTracker(T state, ToDoubleFunction<T> function) {
    this.state = new WeakReference<>(state);
    this.function = function;
  }

  /** Reads the number, in code of the application; returns the growth since the last call. */
  double sinceLastTime() {
    T present = state.get();
    double now = present == null ? Double.NaN : function.applyAsDouble(present);
    if (!Double.isFinite(now)) {
      return 0;
    }
    // A number that shrank was reset: all of it is new.
    double growth = now >= before ? now - before : Math.max(0, now);
    before = now;
    return growth;
  }
}
