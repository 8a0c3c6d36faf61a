/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.publishing.CollectionPass;
import dev.runwatch.cloudwatch.internal.publishing.ForeignMeter;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import io.micrometer.core.instrument.AbstractMeter;
import io.micrometer.core.instrument.FunctionCounter;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A count kept elsewhere, of which each step's growth is published. Shows the growth in the last
 * complete step.
 */
final class PublishedFunctionCounter<T> extends AbstractMeter
    implements FunctionCounter, ForeignMeter {

  private final FunctionSteps steps;
  private final MeterTarget target;

  PublishedFunctionCounter(
      Id id, StepTime time, T state, ToDoubleFunction<T> count, MeterTarget target) {
    super(id);
    this.steps = new FunctionSteps(time, List.of(new DeltaTracker<>(state, count)::sinceLastTime));
    this.target = target;
  }

  @Override
  public double count() {
    return steps.last()[0];
  }

  @Override
  public String name() {
    return getId().toString();
  }

  @Override
  public void read(CollectionPass pass) {
    steps.read(pass);
  }

  @Override
  public void collect(CollectionPass pass) {
    boolean read =
        steps.collect(
            (step, growth) -> {
              if (growth[0] != 0) {
                pass.rollup().sum(step, target.keys(), growth[0]);
              }
            });
    if (read && target.idle() == IdlePolicy.ZERO) {
      for (long step = pass.firstElapsed(); step <= pass.lastElapsed(); step++) {
        pass.rollup().sum(step, target.keys(), 0);
      }
    }
  }
}
