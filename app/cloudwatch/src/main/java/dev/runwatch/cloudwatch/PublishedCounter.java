/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.publishing.CollectionPass;
import dev.runwatch.cloudwatch.internal.publishing.Collector;
import dev.runwatch.cloudwatch.internal.recording.CountRecorder;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import dev.runwatch.cloudwatch.internal.series.DropReason;
import io.micrometer.core.instrument.AbstractMeter;
import io.micrometer.core.instrument.Counter;
import java.util.function.Consumer;

/**
 * A counter of which each step's increments are published. Shows those of the last complete step.
 */
final class PublishedCounter extends AbstractMeter implements Counter, Collector {

  private final CountRecorder recorder;
  private final MeterTarget target;
  private final Consumer<DropReason> refused;

  PublishedCounter(Id id, StepTime time, MeterTarget target, Consumer<DropReason> refused) {
    super(id);
    this.recorder = new CountRecorder(time);
    this.target = target;
    this.refused = refused;
  }

  @Override
  public void increment(double amount) {
    if (Double.isFinite(amount)) {
      recorder.add(amount);
    } else {
      refused.accept(DropReason.NOT_FINITE);
    }
  }

  @Override
  public double count() {
    return recorder.last();
  }

  @Override
  public void collect(CollectionPass pass) {
    recorder.drain(pass.open(), (step, sum) -> pass.rollup().sum(step, target.keys(), sum));
    if (target.idle() == IdlePolicy.ZERO) {
      for (long step = pass.firstElapsed(); step <= pass.lastElapsed(); step++) {
        pass.rollup().sum(step, target.keys(), 0);
      }
    }
  }
}
