/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.publishing.CollectionPass;
import dev.runwatch.cloudwatch.internal.publishing.ForeignMeter;
import io.micrometer.core.instrument.Meter;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;

/** Values that are sampled at the end of each step: a gauge, or the parts of a custom meter. */
final class PublishedGauge implements ForeignMeter {

  /** A value and what it is published as. */
  record Part(DoubleSupplier value, MeterTarget target) {}

  private record Sample(long step, double value, MeterTarget target) {}

  private final Meter.Id id;
  private final List<Part> parts;
  private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();

  PublishedGauge(Meter.Id id, List<Part> parts) {
    this.id = id;
    this.parts = List.copyOf(parts);
  }

  @Override
  public String name() {
    return id.toString();
  }

  @Override
  public void read(CollectionPass pass) {
    if (pass.sampled().isPresent()) {
      long step = pass.sampled().getAsLong();
      for (Part part : parts) {
        samples.add(new Sample(step, part.value().getAsDouble(), part.target()));
      }
    }
  }

  @Override
  public void collect(CollectionPass pass) {
    for (Sample sample = samples.poll(); sample != null; sample = samples.poll()) {
      // A sample that came after its own pass says nothing about the end of its step.
      OptionalLong wanted =
          sample.target().readAs() == ReadAs.SUM ? pass.sampledSums() : pass.sampled();
      if (wanted.isPresent() && wanted.getAsLong() == sample.step()) {
        add(sample, pass);
      }
    }
  }

  private static void add(Sample sample, CollectionPass pass) {
    if (sample.target().readAs() == ReadAs.MAXIMUM) {
      pass.rollup().greatest(sample.step(), sample.target().keys(), sample.value());
    } else {
      pass.rollup().total(sample.step(), sample.target().keys(), sample.value());
    }
  }
}
