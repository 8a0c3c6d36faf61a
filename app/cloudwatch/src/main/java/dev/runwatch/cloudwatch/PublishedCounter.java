/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.publishing.CollectionPass;
import dev.runwatch.cloudwatch.internal.publishing.Collector;
import dev.runwatch.cloudwatch.internal.recording.CountRecorder;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import io.micrometer.core.instrument.AbstractMeter;
import io.micrometer.core.instrument.Counter;

/**
 * A counter of which each step's increments are published. Shows those of the last complete step.
 */
final class PublishedCounter extends AbstractMeter implements Counter, Collector {

  private final CountRecorder recorder;
  private final MeterTarget target;

  PublishedCounter(Id id, StepTime time, MeterTarget target) {
    super(id);
    this.recorder = new CountRecorder(time);
    this.target = target;
  }

  @Override
  public void increment(double amount) {
    recorder.add(amount);
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
