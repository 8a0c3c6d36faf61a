/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.metrics;

import dev.runwatch.alarms.definition.Statistic;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The values of one metric in one period, each with its count. Not thread-safe. */
final class Distribution {

  private final TreeMap<Double, Double> counts = new TreeMap<>();
  private double sum;
  private double samples;
  private double minimum = Double.POSITIVE_INFINITY;
  private double maximum = Double.NEGATIVE_INFINITY;

  void add(double value, double count) {
    counts.merge(value, count, Double::sum);
    addSummary(value * count, count, value, value);
  }

  /** A statistic set: it counts in everything but the percentiles. */
  void addSummary(double total, double count, double least, double most) {
    sum += total;
    samples += count;
    minimum = Math.min(minimum, least);
    maximum = Math.max(maximum, most);
  }

  void add(Distribution other) {
    other.counts.forEach((value, count) -> counts.merge(value, count, Double::sum));
    addSummary(other.sum, other.samples, other.minimum, other.maximum);
  }

  double samples() {
    return samples;
  }

  /** A statistic of the values, or empty when there are none or it is not supported. */
  OptionalDouble statistic(Statistic statistic) {
    if (samples == 0) {
      return OptionalDouble.empty();
    }
    return switch (statistic.name()) {
      case "Sum" -> OptionalDouble.of(sum);
      case "SampleCount" -> OptionalDouble.of(samples);
      case "Average" -> OptionalDouble.of(sum / samples);
      case "Minimum" -> OptionalDouble.of(minimum);
      case "Maximum" -> OptionalDouble.of(maximum);
      default -> {
        OptionalDouble p = statistic.percentile();
        yield p.isPresent() ? percentile(p.getAsDouble()) : OptionalDouble.empty();
      }
    };
  }

  /** Nearest rank; how CloudWatch interpolates is not published. */
  private OptionalDouble percentile(double p) {
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
