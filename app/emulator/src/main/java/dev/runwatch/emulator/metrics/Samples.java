/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.metrics;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one datum adds to a period of a metric.
 *
 * @param values the values that were measured
 * @param counts how often each of them was measured, positive; as many as values
 * @param statisticSet a summary of the samples, or null; with values beside it, the values serve
 *     the percentiles and the summary everything else
 */
public record Samples(
    List<Double> values, List<Double> counts, @Nullable StatisticSet statisticSet) {

  public Samples {
    values = List.copyOf(values);
    counts = List.copyOf(counts);
    if (values.size() != counts.size()) {
      throw new IllegalArgumentException(
          "there are " + values.size() + " values and " + counts.size() + " counts");
    }
  }

  /** A single sample. */
  public static Samples of(double value) {
    return new Samples(List.of(value), List.of(1.0), null);
  }

  Optional<StatisticSet> summary() {
    return Optional.ofNullable(statisticSet);
  }

  /** A summary of samples whose values are not known. */
  public record StatisticSet(double sampleCount, double sum, double minimum, double maximum) {

    /** Whether all samples have one value, which is then known. */
    boolean isOneValue() {
      return minimum == maximum && sum == minimum * sampleCount;
    }
  }
}
