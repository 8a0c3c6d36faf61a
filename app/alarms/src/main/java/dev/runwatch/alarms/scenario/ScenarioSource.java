/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.evaluation.Series;
import dev.runwatch.alarms.evaluation.SeriesSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The series of a case as data points. A value holds for its whole step; a sum falls into the first
 * moment of its step and is followed by zeros. There is no data before the first value and after
 * the last one.
 */
public final class ScenarioSource implements SeriesSource {

  private final Map<String, double[]> series;
  private final Map<MetricStat, String> ids;
  private final long start;
  private final long step;

  /**
   * A source of series.
   *
   * @param series values by metric name or id, oldest first, NaN for a missing one
   * @param ids the ids of metrics, for series that are named by id
   * @param start the start of the first value
   * @param step the length of each value
   */
  public ScenarioSource(
      Map<String, double[]> series, Map<MetricStat, String> ids, Instant start, Duration step) {
    this.series = series;
    this.ids = ids;
    this.start = start.toEpochMilli();
    this.step = step.toMillis();
  }

  @Override
  public Series read(MetricStat stat, Instant from, Instant to) {
    long period = stat.period().toMillis();
    int size = (int) ((to.toEpochMilli() - from.toEpochMilli()) / period);
    double[] values = values(stat);
    if (values.length == 0) {
      return Series.missing(from, stat.period(), size);
    }
    boolean sum = stat.statistic().equals(Statistic.SUM);
    long begin = from.toEpochMilli();
    long unit = Math.min(step, Math.min(period, 60_000));
    double[] points = new double[size];
    for (int i = 0; i < size; i++) {
      points[i] = bucket(values, stat.statistic(), sum, begin + i * period, period, unit);
    }
    return Series.of(from, stat.period(), points);
  }

  private double bucket(
      double[] values, Statistic statistic, boolean sum, long from, long period, long unit) {
    long begin = from - start;
    if (step == period && Math.floorMod(begin, step) == 0) {
      long index = Math.floorDiv(begin, step);
      return index >= 0 && index < values.length ? values[(int) index] : Double.NaN;
    }
    double total = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    int count = 0;
    for (long at = Math.max(0, begin); at < begin + period; at += unit) {
      int index = (int) (at / step);
      if (index >= values.length) {
        break;
      }
      if (!Double.isNaN(values[index])) {
        double value = sum && at % step != 0 ? 0 : values[index];
        total += value;
        least = Math.min(least, value);
        most = Math.max(most, value);
        count++;
      }
    }
    if (count == 0) {
      return Double.NaN;
    }
    return switch (statistic.name()) {
      case "Sum" -> total;
      case "SampleCount" -> count;
      case "Average" -> total / count;
      case "Minimum" -> least;
      default -> most;
    };
  }

  private double[] values(MetricStat stat) {
    double[] byName = series.get(stat.name());
    if (byName != null) {
      return byName;
    }
    String id = ids.get(stat);
    double[] byId = id == null ? null : series.get(id);
    return byId == null ? new double[0] : byId;
  }
}
