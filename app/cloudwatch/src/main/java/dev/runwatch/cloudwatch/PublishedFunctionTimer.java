/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.publishing.CollectionPass;
import dev.runwatch.cloudwatch.internal.publishing.ForeignMeter;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import io.micrometer.core.instrument.AbstractMeter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.util.TimeUtils;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * A count and a total kept elsewhere. Published as the mean of the step with the step's count, so
 * that count, sum and average are exact; percentiles are not meaningful. Shows the growth in the
 * last complete step.
 */
final class PublishedFunctionTimer<T> extends AbstractMeter implements FunctionTimer, ForeignMeter {

  private final FunctionSteps steps;
  private final MeterTarget target;

  PublishedFunctionTimer(
      Id id,
      StepTime time,
      T state,
      ToLongFunction<T> count,
      ToDoubleFunction<T> total,
      TimeUnit totalUnit,
      MeterTarget target) {
    super(id);
    DeltaTracker<T> counts = new DeltaTracker<>(state, count::applyAsLong);
    DeltaTracker<T> seconds =
        new DeltaTracker<>(
            state, s -> TimeUtils.convert(total.applyAsDouble(s), totalUnit, TimeUnit.SECONDS));
    this.steps = new FunctionSteps(time, List.of(counts::sinceLastTime, seconds::sinceLastTime));
    this.target = target;
  }

  @Override
  public double count() {
    return steps.last()[0];
  }

  @Override
  public double totalTime(TimeUnit unit) {
    return TimeUtils.convert(steps.last()[1], TimeUnit.SECONDS, unit);
  }

  @Override
  public TimeUnit baseTimeUnit() {
    return TimeUnit.SECONDS;
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
    steps.collect(
        (step, growth) -> {
          double count = growth[0];
          if (count > 0) {
            pass.rollup()
                .values(
                    step, target.keys(), new double[] {growth[1] / count}, new double[] {count});
          }
        });
  }
}
