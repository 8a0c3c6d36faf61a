/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.publishing.CollectionPass;
import dev.runwatch.cloudwatch.internal.publishing.Collector;
import dev.runwatch.cloudwatch.internal.recording.Distribution;
import dev.runwatch.cloudwatch.internal.recording.LatencyRecorder;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import io.micrometer.core.instrument.AbstractMeter;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.util.TimeUtils;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A timer that is published as a distribution of seconds. Shows the last complete step.
 *
 * <p>It is no {@code AbstractTimer}: that one drops negative durations uncounted and records into
 * histograms that CloudWatch has no use for.
 */
final class PublishedTimer extends AbstractMeter implements Timer, Collector {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Clock clock;
  private final LatencyRecorder recorder;
  private final MeterTarget target;
  private final DistributionStatisticConfig statistics;
  private final Runnable negative;

  PublishedTimer(
      Id id,
      Clock clock,
      StepTime time,
      MeterTarget target,
      DistributionStatisticConfig statistics,
      Runnable negative) {
    super(id);
    this.clock = clock;
    this.recorder = new LatencyRecorder(time);
    this.target = target;
    this.statistics = statistics;
    this.negative = negative;
  }

  @Override
  public void record(long amount, TimeUnit unit) {
    if (amount >= 0) {
      recorder.record(unit.toNanos(amount));
    } else {
      negative.run();
    }
  }

  @Override
  public <T> T record(Supplier<T> f) {
    long start = clock.monotonicTime();
    try {
      return f.get();
    } finally {
      recordSince(start);
    }
  }

  @Override
  public <T> T recordCallable(Callable<T> f) throws Exception {
    long start = clock.monotonicTime();
    try {
      return f.call();
    } finally {
      recordSince(start);
    }
  }

  @Override
  public void record(Runnable f) {
    long start = clock.monotonicTime();
    try {
      f.run();
    } finally {
      recordSince(start);
    }
  }

  private void recordSince(long start) {
    record(clock.monotonicTime() - start, TimeUnit.NANOSECONDS);
  }

  @Override
  public long count() {
    return recorder.last().count();
  }

  @Override
  public double totalTime(TimeUnit unit) {
    return TimeUtils.nanosToUnit(recorder.last().sum(), unit);
  }

  @Override
  public double max(TimeUnit unit) {
    return TimeUtils.nanosToUnit(recorder.last().max(), unit);
  }

  @Override
  public TimeUnit baseTimeUnit() {
    return TimeUnit.SECONDS;
  }

  @Override
  public HistogramSnapshot takeSnapshot() {
    return Snapshots.of(recorder.last(), recorder.recent(), statistics);
  }

  @Override
  public void collect(CollectionPass pass) {
    recorder.drain(pass.open(), (step, distribution) -> publish(pass, step, distribution));
  }

  private void publish(CollectionPass pass, long step, Distribution distribution) {
    pass.rollup().distribution(step, target.keys(), distribution, NANOS_PER_SECOND);
  }
}
