/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.publishing.CollectionPass;
import dev.runwatch.cloudwatch.internal.publishing.Collector;
import dev.runwatch.cloudwatch.internal.recording.AmountRecorder;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import dev.runwatch.cloudwatch.internal.series.DropReason;
import io.micrometer.core.instrument.AbstractMeter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.util.function.Consumer;

/** A summary that is published as a distribution. Shows the last complete step. */
final class PublishedSummary extends AbstractMeter implements DistributionSummary, Collector {

  private final AmountRecorder recorder;
  private final MeterTarget target;
  private final DistributionStatisticConfig statistics;
  private final double scale;
  private final Consumer<DropReason> refused;

  PublishedSummary(
      Id id,
      StepTime time,
      MeterTarget target,
      DistributionStatisticConfig statistics,
      double scale,
      Consumer<DropReason> refused) {
    super(id);
    this.recorder = new AmountRecorder(time);
    this.target = target;
    this.statistics = statistics;
    this.scale = scale;
    this.refused = refused;
  }

  @Override
  public void record(double amount) {
    double scaled = amount * scale;
    if (scaled < 0) {
      refused.accept(DropReason.NEGATIVE);
    } else if (scaled <= AmountRecorder.GREATEST) {
      recorder.record(scaled);
    } else {
      refused.accept(DropReason.NOT_FINITE);
    }
  }

  @Override
  public long count() {
    return recorder.last().count();
  }

  @Override
  public double totalAmount() {
    return recorder.last().sum();
  }

  @Override
  public double max() {
    return recorder.last().max();
  }

  @Override
  public HistogramSnapshot takeSnapshot() {
    return Snapshots.of(recorder.last(), recorder.recent(), statistics);
  }

  @Override
  public void collect(CollectionPass pass) {
    recorder.drain(
        pass.open(),
        (step, distribution) -> pass.rollup().distribution(step, target.keys(), distribution, 1));
  }
}
