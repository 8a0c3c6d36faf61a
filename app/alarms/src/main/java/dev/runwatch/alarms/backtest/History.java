/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.backtest;

import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.evaluation.Series;
import dev.runwatch.alarms.evaluation.SeriesSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Data points of the past in short periods. Longer periods are composed of these, so that they can
 * slide. Thread-safe once it is filled.
 */
public final class History implements SeriesSource {

  /** Statistics of a period that can be computed from those of its parts. */
  private static final List<String> ADDING_UP = List.of("Sum", "Minimum", "Maximum", "SampleCount");

  private static final int MOST_POINTS = 5_000_000;

  private final long start;
  private final long unit;
  private final int size;
  private final Map<MetricStat, double[]> points = new HashMap<>();

  /**
   * An empty history.
   *
   * @param from its start, a multiple of the unit
   * @param to its end
   * @param unit the length of its periods
   * @throws IllegalArgumentException if it is empty or has more than five million periods
   */
  public History(Instant from, Instant to, Duration unit) {
    this.start = from.toEpochMilli();
    this.unit = unit.toMillis();
    long periods = (to.toEpochMilli() - start) / this.unit;
    if (periods < 1 || periods > MOST_POINTS) {
      throw new IllegalArgumentException(
          "from "
              + from
              + " to "
              + to
              + " are "
              + periods
              + " periods of "
              + unit.toSeconds()
              + " s: give 1 to "
              + MOST_POINTS);
    }
    this.size = (int) periods;
  }

  /**
   * The period in which to retrieve a metric so that its periods can slide: a minute if the
   * statistic can be computed from minutes, otherwise the whole period.
   */
  public static Duration unit(MetricStat stat) {
    Duration minute = Duration.ofMinutes(1);
    boolean addsUp = ADDING_UP.contains(stat.statistic().name());
    return addsUp && stat.period().compareTo(minute) > 0 ? minute : stat.period();
  }

  /** Adds a data point of a metric. Ignores one outside the history. */
  public void add(MetricStat stat, Instant time, double value) {
    long index = Math.floorDiv(time.toEpochMilli() - start, unit);
    if (index >= 0 && index < size) {
      all(stat)[(int) index] = value;
    }
  }

  /** The number of data points of a metric. */
  public long count(MetricStat stat) {
    return Arrays.stream(all(stat)).filter(value -> !Double.isNaN(value)).count();
  }

  /** Its start. */
  public Instant from() {
    return Instant.ofEpochMilli(start);
  }

  /** Its end. */
  public Instant to() {
    return Instant.ofEpochMilli(start + size * unit);
  }

  /** The length of its periods. */
  public Duration unit() {
    return Duration.ofMillis(unit);
  }

  /** The same history of another time within it. */
  public History part(Instant from, Instant to) {
    History part = new History(from, to, unit());
    points.forEach(
        (stat, values) -> {
          for (int i = 0; i < size; i++) {
            if (!Double.isNaN(values[i])) {
              part.add(stat, Instant.ofEpochMilli(start + i * unit), values[i]);
            }
          }
        });
    return part;
  }

  /** Whether a period has a data point of a metric. */
  public boolean has(MetricStat stat, Instant time) {
    int index = (int) Math.floorDiv(time.toEpochMilli() - start, unit);
    return index >= 0 && index < size && !Double.isNaN(all(stat)[index]);
  }

  /** The sample counts of a metric if it has any; else every data point has enough samples. */
  @Override
  public Optional<Series> sampleCounts(MetricStat stat, Instant from, Instant to) {
    MetricStat counts = stat.withStatistic(Statistic.SAMPLE_COUNT);
    return count(counts) == 0 ? Optional.empty() : Optional.of(read(counts, from, to));
  }

  @Override
  public Series read(MetricStat stat, Instant from, Instant to) {
    double[] values = all(stat);
    long period = stat.period().toMillis();
    int wanted = (int) ((to.toEpochMilli() - from.toEpochMilli()) / period);
    double[] result = new double[wanted];
    for (int i = 0; i < wanted; i++) {
      long begin = Math.floorDiv(from.toEpochMilli() + i * period - start, unit);
      result[i] = bucket(values, stat.statistic(), begin, begin + Math.max(1, period / unit));
    }
    return Series.of(from, stat.period(), result);
  }

  private double bucket(double[] values, Statistic statistic, long begin, long end) {
    double result = Double.NaN;
    for (long i = Math.max(0, begin); i < Math.min(end, size); i++) {
      double value = values[(int) i];
      if (!Double.isNaN(value)) {
        result = Double.isNaN(result) ? value : combine(statistic, result, value);
      }
    }
    return result;
  }

  private static double combine(Statistic statistic, double a, double b) {
    return switch (statistic.name()) {
      case "Sum", "SampleCount" -> a + b;
      case "Minimum" -> Math.min(a, b);
      default -> Math.max(a, b);
    };
  }

  private double[] all(MetricStat stat) {
    return points.computeIfAbsent(
        stat.withPeriod(Duration.ofMillis(unit)),
        key -> {
          double[] empty = new double[size];
          Arrays.fill(empty, Double.NaN);
          return empty;
        });
  }
}
