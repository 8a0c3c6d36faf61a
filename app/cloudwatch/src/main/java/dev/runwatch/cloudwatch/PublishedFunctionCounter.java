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
 * of a step: what it grew by while the sealer was held up belongs to the last step.
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
  public void seal(CollectionPass sealing) {
    double sum = growth.sinceLastTime();
    last = sum;
    long step = sealing.lastElapsed();
    if (sealing.firstElapsed() > step && sum == 0) {
      return;
    }
    if (sum != 0) {
      sealing.rollup().sum(step, target.keys(), sum);
    }
    if (target.idle() == IdlePolicy.ZERO) {
      for (long s = sealing.firstElapsed(); s <= step; s++) {
        sealing.rollup().sum(s, target.keys(), 0);
      }
    }
  }
}
