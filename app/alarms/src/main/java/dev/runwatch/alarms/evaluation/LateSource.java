/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A source of which the newest minute of every range has not arrived, or only half of it. */
final class LateSource implements SeriesSource {

  private final SeriesSource all;
  private final Arrival arrival;
  private final Duration interval;

  LateSource(SeriesSource all, Arrival arrival, Duration interval) {
    this.all = all;
    this.arrival = arrival;
    this.interval = interval;
  }

  @Override
  public Series read(MetricStat stat, Instant from, Instant to) {
    Series series = all.read(stat, from, to);
    if (series.size() == 0 || !arrival.matters(stat.statistic())) {
      return series;
    }
    double[] values = series.values();
    int newest = values.length - 1;
    if (stat.period().compareTo(interval) <= 0) {
      long late = Math.max(1, interval.toMillis() / stat.period().toMillis());
      for (int i = (int) Math.max(0, values.length - late); i <= newest; i++) {
        values[i] *= share();
      }
    } else {
      // A sliding period still has the minutes before its newest one.
      Instant begin = to.minus(stat.period());
      double[] parts = all.read(stat.withPeriod(interval), begin, to).values();
      parts[parts.length - 1] *= share();
      values[newest] = combine(stat.statistic(), parts);
    }
    return Series.of(from, stat.period(), values);
  }

  @Override
  public Optional<Series> sampleCounts(MetricStat stat, Instant from, Instant to) {
    return all.sampleCounts(stat, from, to);
  }

  private double share() {
    return arrival == Arrival.LATE ? Double.NaN : 0.5;
  }

  private static double combine(Statistic statistic, double[] parts) {
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    int count = 0;
    for (double part : parts) {
      if (!Double.isNaN(part)) {
        sum += part;
        least = Math.min(least, part);
        most = Math.max(most, part);
        count++;
      }
    }
    if (count == 0) {
      return Double.NaN;
    }
    return switch (statistic.name()) {
      case "Sum", "SampleCount" -> sum;
      case "Average" -> sum / count;
      case "Minimum" -> least;
      default -> most;
    };
  }
}
