/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.metrics;

import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.emulator.metrics.Samples.StatisticSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The samples of one metric in one period. Not thread-safe. */
final class Distribution {

  private final TreeMap<Double, Double> counts = new TreeMap<>();
  private double sum;
  private double sampleCount;
  private double minimum = Double.POSITIVE_INFINITY;
  private double maximum = Double.NEGATIVE_INFINITY;

  /** Whether the value of each sample is known. */
  private boolean complete = true;

  void add(Samples samples) {
    for (int i = 0; i < samples.values().size(); i++) {
      counts.merge(samples.values().get(i), samples.counts().get(i), Double::sum);
    }
    if (samples.summary().isEmpty()) {
      for (int i = 0; i < samples.values().size(); i++) {
        double value = samples.values().get(i);
        double count = samples.counts().get(i);
        summarise(new StatisticSet(count, value * count, value, value));
      }
      return;
    }
    StatisticSet set = samples.summary().get();
    summarise(set);
    if (samples.values().isEmpty()) {
      if (set.isOneValue()) {
        counts.merge(set.minimum(), set.sampleCount(), Double::sum);
      } else {
        complete = false;
      }
    }
  }

  void add(Distribution other) {
    other.counts.forEach((value, count) -> counts.merge(value, count, Double::sum));
    complete &= other.complete;
    summarise(new StatisticSet(other.sampleCount, other.sum, other.minimum, other.maximum));
  }

  private void summarise(StatisticSet set) {
    sum += set.sum();
    sampleCount += set.sampleCount();
    minimum = Math.min(minimum, set.minimum());
    maximum = Math.max(maximum, set.maximum());
  }

  /**
   * A statistic of the samples, or empty if there is none. A percentile is also empty if the value
   * of a sample is unknown or negative, as PutMetricData of the API reference says.
   *
   * @throws IllegalArgumentException if the emulator does not compute the statistic
   */
  OptionalDouble statistic(Statistic statistic) {
    OptionalDouble percentile = statistic.percentile();
    if (statistic.isExtended() && percentile.isEmpty()) {
      throw new IllegalArgumentException(
          "the embedded CloudWatch does not compute " + statistic.name());
    }
    if (sampleCount == 0) {
      return OptionalDouble.empty();
    }
    return switch (statistic.name()) {
      case "Sum" -> OptionalDouble.of(sum);
      case "SampleCount" -> OptionalDouble.of(sampleCount);
      case "Average" -> OptionalDouble.of(sum / sampleCount);
      case "Minimum" -> OptionalDouble.of(minimum);
      case "Maximum" -> OptionalDouble.of(maximum);
      default -> percentile(percentile.getAsDouble());
    };
  }

  /** By nearest rank; CloudWatch does not publish how it interpolates. */
  private OptionalDouble percentile(double p) {
    if (!complete || minimum < 0) {
      return OptionalDouble.empty();
    }
    double all = counts.values().stream().mapToDouble(Double::doubleValue).sum();
    double rank = Math.max(1, Math.ceil(p / 100 * all));
    double seen = 0;
    for (Map.Entry<Double, Double> entry : counts.entrySet()) {
      seen += entry.getValue();
      if (seen >= rank) {
        return OptionalDouble.of(entry.getKey());
      }
    }
    return counts.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(counts.lastKey());
  }
}
