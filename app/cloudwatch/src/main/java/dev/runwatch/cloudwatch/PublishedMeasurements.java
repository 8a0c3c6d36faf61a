/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.publishing.CollectionPass;
import dev.runwatch.cloudwatch.internal.publishing.Collector;
import dev.runwatch.cloudwatch.internal.series.SeriesKey;
import io.micrometer.core.instrument.Measurement;
import java.util.ArrayList;
import java.util.List;

/** A meter of a kind of its own: each of its measurements is sampled at the end of a step. */
final class PublishedMeasurements implements Collector {

  /** A measurement and the series it is published as. */
  record Part(Measurement measurement, List<SeriesKey> keys) {}

  private final List<Part> parts;

  PublishedMeasurements(List<Part> parts) {
    this.parts = new ArrayList<>(parts);
  }

  @Override
  public void collect(CollectionPass pass) {
    if (pass.sampled().isPresent()) {
      for (Part part : parts) {
        double value = part.measurement().getValue();
        pass.rollup().greatest(pass.sampled().getAsLong(), part.keys(), value);
      }
    }
  }
}
