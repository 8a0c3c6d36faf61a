/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.publishing.CollectionPass;
import dev.runwatch.cloudwatch.internal.publishing.Collector;
import io.micrometer.core.instrument.AbstractMeter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.util.TimeUtils;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * A count and a total kept elsewhere. Published as so many times their mean, so that count, sum and
 * average are exact; nothing else is known.
 */
final class PublishedFunctionTimer<T> extends AbstractMeter implements FunctionTimer, Collector {

  private final DeltaTracker counts;
  private final DeltaTracker seconds;
  private final MeterTarget target;
  private volatile double lastCount;
  private volatile double lastSeconds;

  PublishedFunctionTimer(
      Id id,
      T state,
      ToLongFunction<T> count,
      ToDoubleFunction<T> total,
      TimeUnit totalUnit,
      MeterTarget target) {
    super(id);
    WeakReference<T> reference = new WeakReference<>(state);
    this.counts = DeltaTracker.of(reference, count::applyAsLong);
    this.seconds =
        DeltaTracker.of(
            reference, s -> TimeUtils.convert(total.applyAsDouble(s), totalUnit, TimeUnit.SECONDS));
    this.target = target;
  }

  @Override
  public double count() {
    return lastCount;
  }

  @Override
  public double totalTime(TimeUnit unit) {
    return TimeUtils.convert(lastSeconds, TimeUnit.SECONDS, unit);
  }

  @Override
  public TimeUnit baseTimeUnit() {
    return TimeUnit.SECONDS;
  }

  @Override
  public void collect(CollectionPass pass) {
    double count = counts.sinceLastTime();
    double total = seconds.sinceLastTime();
    lastCount = count;
    lastSeconds = total;
    if (count > 0) {
      pass.rollup()
          .values(
              pass.lastElapsed(),
              target.keys(),
              new double[] {total / count},
              new double[] {count});
    }
  }
}
