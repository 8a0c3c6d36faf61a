/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.recording;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.ObjDoubleConsumer;

/** Sums increments for each step. Thread-safe; adding takes no lock unless a step begins. */
public final class CountRecorder extends Rolling<CountRecorder.Sum> {

  public CountRecorder(StepTime time) {
    super(time, new Sum(StepCell.NO_STEP));
  }

  /** Adds to the step it is by the clock. */
  public void add(double amount) {
    cellByClock().adder.add(amount);
  }

  /** Hands out what was added in each step but {@code open} since the last call. */
  public void drain(long open, ObjDoubleConsumer<Long> sumByStep) {
    for (Sum cell : take(open)) {
      double sum = cell.drain();
      if (sum != 0) {
        sumByStep.accept(cell.step, sum);
      }
    }
  }

  /** The sum of the last complete step. */
  public double last() {
    return lastComplete().total();
  }

  @Override
  Sum begin(long step) {
    return new Sum(step);
  }

  static final class Sum extends StepCell {
    private final DoubleAdder adder = new DoubleAdder();
    private double drained;

    Sum(long step) {
      super(step);
    }

    synchronized double drain() {
      double sum = adder.sumThenReset();
      drained += sum;
      return sum;
    }

    synchronized double total() {
      return drained + adder.sum();
    }
  }
}
