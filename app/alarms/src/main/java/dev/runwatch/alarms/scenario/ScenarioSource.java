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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The series of a case as data points. A value holds for its whole step; a sum or a sample count
 * falls into the first moment of its step and is followed by zeros. There is no data before the
 * first value and after the last one, and none that has not arrived by the end of the range.
 */
public final class ScenarioSource implements SeriesSource {

  private static final ScenarioSeries NONE = ScenarioSeries.of(new double[0]);

  private final Map<String, ScenarioSeries> series;
  private final Map<String, MetricStat> stats;
  private final Map<MetricStat, ScenarioSeries> found = new HashMap<>();
  private final long start;
  private final long step;

  /**
   * A source of series.
   *
   * @param series values by metric name or id
   * @param stats the metrics by id, for series that are named by id
   * @param start the start of the first value
   * @param step the length of each value
   */
  public ScenarioSource(
      Map<String, ScenarioSeries> series,
      Map<String, MetricStat> stats,
      Instant start,
      Duration step) {
    this.series = series;
    this.stats = stats;
    this.start = start.toEpochMilli();
    this.step = step.toMillis();
  }

  /** Whether a value arrives later than its minute, so that what is known changes with time. */
  public boolean isEverLate() {
    return series.values().stream().anyMatch(ScenarioSeries::isEverLate);
  }

  @Override
  public Series read(MetricStat stat, Instant from, Instant to) {
    return read(values(stat), stat, from, to);
  }

  @Override
  public Optional<Series> sampleCounts(MetricStat stat, Instant from, Instant to) {
    ScenarioSeries counts = values(stat).samples();
    return counts == null
        ? Optional.empty()
        : Optional.of(read(counts, stat.withStatistic(Statistic.SAMPLE_COUNT), from, to));
  }

  private Series read(ScenarioSeries values, MetricStat stat, Instant from, Instant to) {
    long period = stat.period().toMillis();
    int size = (int) ((to.toEpochMilli() - from.toEpochMilli()) / period);
    if (values.size() == 0) {
      return Series.missing(from, stat.period(), size);
    }
    Bucket bucket = new Bucket(values, stat.statistic(), period, to.toEpochMilli() - start);
    double[] points = new double[size];
    for (int i = 0; i < size; i++) {
      points[i] = bucket.of(from.toEpochMilli() + i * period - start);
    }
    return Series.of(from, stat.period(), points);
  }

  /** Makes data points of values, with times in milliseconds since the start. */
  private final class Bucket {
    private final ScenarioSeries values;
    private final Statistic statistic;
    private final boolean adds;
    private final long period;
    private final long unit;
    private final long known;

    Bucket(ScenarioSeries values, Statistic statistic, long period, long known) {
      this.values = values;
      this.statistic = statistic;
      this.adds = statistic.equals(Statistic.SUM) || statistic.equals(Statistic.SAMPLE_COUNT);
      this.period = period;
      this.unit = Math.min(step, Math.min(period, 60_000));
      this.known = known;
    }

    double of(long begin) {
      if (step == period && Math.floorMod(begin, step) == 0 && !values.isEverLate()) {
        long index = Math.floorDiv(begin, step);
        return index >= 0 && index < values.size() ? values.value((int) index) : Double.NaN;
      }
      double total = 0;
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      int count = 0;
      for (long at = Math.max(0, begin); at < begin + period; at += unit) {
        int index = (int) (at / step);
        if (index >= values.size()) {
          break;
        }
        if (!Double.isNaN(values.value(index)) && at + unit + values.delayMillis(index) <= known) {
          double value = adds && at % step != 0 ? 0 : values.value(index);
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
        case "Sum", "SampleCount" -> total;
        case "Average" -> total / count;
        case "Minimum" -> least;
        default -> most;
      };
    }
  }

  private ScenarioSeries values(MetricStat stat) {
    return found.computeIfAbsent(stat, this::find);
  }

  private ScenarioSeries find(MetricStat stat) {
    ScenarioSeries best = series.get(stat.name());
    int closest = 0;
    for (Map.Entry<String, MetricStat> entry : stats.entrySet()) {
      ScenarioSeries byId = series.get(entry.getKey());
      int close = closeness(entry.getValue(), stat);
      if (byId != null && close > closest) {
        best = byId;
        closest = close;
      }
    }
    return best == null ? NONE : best;
  }

  /** 0 for another metric; more for the same metric, statistic and period. */
  private static int closeness(MetricStat a, MetricStat b) {
    boolean same = a.withStatistic(b.statistic()).withPeriod(b.period()).equals(b);
    int statistic = a.statistic().equals(b.statistic()) ? 2 : 0;
    return same ? 1 + statistic + (a.period().equals(b.period()) ? 1 : 0) : 0;
  }
}
