/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.publishing.CollectionPass;
import dev.runwatch.cloudwatch.internal.publishing.Collector;
import io.micrometer.core.instrument.AbstractMeter;
import io.micrometer.core.instrument.FunctionCounter;
import java.lang.ref.WeakReference;
import java.util.function.ToDoubleFunction;

/**
 * A count kept elsewhere, of which each step's growth is published. It can only be read at the end
 * of a step: growth during a stalled collection belongs to the last step.
 */
final class PublishedFunctionCounter<T> extends AbstractMeter
    implements FunctionCounter, Collector {

  private final DeltaTracker growth;
  private final MeterTarget target;
  private volatile double last;

  PublishedFunctionCounter(Id id, T state, ToDoubleFunction<T> count, MeterTarget target) {
    super(id);
    this.growth = DeltaTracker.of(new WeakReference<>(state), count);
    this.target = target;
  }

  @Override
  public double count() {
    return last;
  }

  @Override
  public void collect(CollectionPass pass) {
    double sum = growth.sinceLastTime();
    last = sum;
    long step = pass.lastElapsed();
    if (pass.firstElapsed() > step && sum == 0) {
      return;
    }
    if (sum != 0) {
      pass.rollup().sum(step, target.keys(), sum);
    }
    if (target.idle() == IdlePolicy.ZERO) {
      for (long s = pass.firstElapsed(); s <= step; s++) {
        pass.rollup().sum(s, target.keys(), 0);
      }
    }
  }
}
