/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricQuery;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.math.MathContext;
import dev.runwatch.alarms.math.MathExpression;
import dev.runwatch.alarms.math.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the data points of an alarm: its metrics and the expression over them. Immutable. */
public final class AlarmQuery {

  private final AlarmDefinition definition;
  private final MetricQuery watched;
  private final Duration period;
  private final boolean fillsAbsent;
  private final Map<String, MathExpression> expressions = new HashMap<>();

  /**
   * @param definition the alarm, its tokens replaced
   */
  public AlarmQuery(AlarmDefinition definition) {
    this(definition, Assumptions.DEFAULT);
  }

  /**
   * @param definition the alarm, its tokens replaced
   * @param assumptions tell whether FILL adds points to a metric without any
   */
  public AlarmQuery(AlarmDefinition definition, Assumptions assumptions) {
    this.fillsAbsent = assumptions.fillsAbsent();
    this.definition = definition;
    this.watched = definition.watched();
    this.period = definition.period();
    for (MetricQuery query : definition.metrics()) {
      if (query.expression() != null) {
        expressions.put(query.id(), MathExpression.parse(query.expression()));
      }
    }
  }

  /** Whether each data point depends only on its own period, and so not on the range. */
  public boolean isPointwise() {
    return expressions.values().stream().allMatch(MathExpression::isPointwise)
        && (fillsAbsent || !fills());
  }

  /** Whether an expression uses FILL. */
  public boolean fills() {
    return expressions.values().stream().anyMatch(expression -> expression.calls("FILL"));
  }

  /** Whether how much of the newest minute has arrived changes a data point. */
  boolean isChangedBy(Arrival arrival) {
    return definition.stats().values().stream().anyMatch(stat -> arrival.matters(stat.statistic()));
  }

  /**
   * The data points of an evaluation range.
   *
   * @param source the data
   * @param to the end of the newest period
   * @param extra the number of periods beyond N, 0 or more
   */
  public Series range(SeriesSource source, Instant to, int extra) {
    int size = definition.rule().evaluationPeriods() + extra;
    return series(source, to.minusNanos(period.toNanos() * size), to, size);
  }

  /**
   * The data points of any range.
   *
   * @param size the number of periods from {@code from} to {@code to}
   */
  public Series series(SeriesSource source, Instant from, Instant to, int size) {
    if (watched.stat() != null) {
      return source.read(watched.stat(), from, to);
    }
    Map<String, double[]> metrics = new HashMap<>();
    for (MetricQuery query : definition.metrics()) {
      if (query.stat() != null) {
        metrics.put(query.id(), source.read(query.stat(), from, to).shared());
      }
    }
    return compute(metrics, from, size);
  }

  /**
   * The data points of the expression over given metrics.
   *
   * @param metrics the points of the metrics by id, each of that size; an absent metric is missing
   */
  public Series compute(Map<String, double[]> metrics, Instant from, int size) {
    MathContext context = new MathContext(new Range(from, period, size));
    context.fillAbsent(fillsAbsent);
    for (MetricQuery query : definition.metrics()) {
      if (query.stat() != null) {
        double[] points = metrics.get(query.id());
        context.metric(query.id(), points == null ? missing(size) : points);
      } else {
        context.expression(query.id(), expression(query.id()));
      }
    }
    double[] points =
        watched.stat() != null
            ? metrics.getOrDefault(watched.id(), missing(size))
            : context.evaluateToSeries(expression(watched.id()));
    return Series.of(from, period, points);
  }

  /** The sample counts of a range; read only for a percentile that too few samples disqualify. */
  public SampleCounts samples(SeriesSource source, Series range) {
    MetricStat stat = watched.stat();
    if (stat == null
        || definition.rule().evaluateLowSamples()
        || stat.statistic().percentile().isEmpty()) {
      return SampleCounts.ALL_COUNT;
    }
    return source
        .sampleCounts(stat, range.start(), range.time(range.size()))
        .map(counts -> SampleCounts.of(counts, stat.statistic()))
        .orElse(SampleCounts.ALL_COUNT);
  }

  List<MetricStat> legs() {
    return new ArrayList<>(definition.stats().values());
  }

  private MathExpression expression(String id) {
    return Objects.requireNonNull(expressions.get(id), id);
  }

  private static double[] missing(int size) {
    double[] points = new double[size];
    Arrays.fill(points, Double.NaN);
    return points;
  }
}
