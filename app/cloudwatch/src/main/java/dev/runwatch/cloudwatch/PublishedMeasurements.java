/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.publishing.Sealing;
import dev.runwatch.cloudwatch.publishing.Source;
import dev.runwatch.cloudwatch.series.SeriesKey;
import io.micrometer.core.instrument.Measurement;
import java.util.ArrayList;
import java.util.List;

/** A meter of a kind of its own: each of its measurements is sampled at the end of a step. */
final class PublishedMeasurements implements Source {

  /** A measurement and the series it is published as. */
  record Part(Measurement measurement, List<SeriesKey> keys) {}

  private final List<Part> parts;

  PublishedMeasurements(List<Part> parts) {
    this.parts = new ArrayList<>(parts);
  }

  @Override
  public void seal(Sealing sealing) {
    if (sealing.sampled().isPresent()) {
      for (Part part : parts) {
        double value = part.measurement().getValue();
        sealing.rollup().greatest(sealing.sampled().getAsLong(), part.keys(), value);
      }
    }
  }
}
