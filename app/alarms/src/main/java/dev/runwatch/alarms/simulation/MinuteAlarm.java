/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Rule;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.evaluation.AlarmQuery;
import dev.runwatch.alarms.evaluation.Evaluator;
import dev.runwatch.alarms.evaluation.SampleCounts;
import dev.runwatch.alarms.evaluation.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An alarm whose periods are minutes. Its states are those of {@link Evaluator} at each minute.
 * Where the newest N data points are there, they decide alone, so their breaching points are
 * counted as they pass; everywhere else the evaluator is asked. Not thread-safe.
 */
final class MinuteAlarm implements SimulatedAlarm {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final AlarmDefinition definition;
  private final AlarmQuery query;
  private final Trace trace;
  private final Rule rule;
  private final int size;
  private double[] points = new double[0];
  private int computed;
  private int next;
  private int whole;
  private int breaching;
  private AlarmState state;

  /**
   * @param definition an alarm that {@link #accepts}
   * @param extra the number of periods beyond N that are retrieved
   */
  MinuteAlarm(AlarmDefinition definition, Trace trace, AlarmState state, int extra) {
    this.definition = definition;
    this.query = new AlarmQuery(definition);
    this.trace = trace;
    this.rule = definition.rule();
    this.size = rule.evaluationPeriods() + extra;
    this.state = state;
  }

  /** Whether periods are minutes and each data point depends on its own minute only. */
  static boolean accepts(AlarmDefinition definition) {
    return definition.period().equals(MINUTE)
        && definition.rule().evaluateLowSamples()
        && new AlarmQuery(definition).isPointwise();
  }

  @Override
  public AlarmState state() {
    return state;
  }

  @Override
  public void evaluate(Transitions transitions) {
    compute();
    while (next < trace.minutes()) {
      count(next);
      AlarmState before = state;
      state = next + 1 < size ? state : verdict(next);
      if (state != before) {
        transitions.changed(next, before, state);
      }
      next++;
    }
  }

  private void compute() {
    int minutes = trace.minutes();
    if (computed == minutes) {
      return;
    }
    points = points.length < minutes ? Arrays.copyOf(points, 2 * minutes) : points;
    double[] added =
        query.compute(metrics(computed, minutes), at(computed), minutes - computed).values();
    System.arraycopy(added, 0, points, computed, added.length);
    computed = minutes;
  }

  private void count(int minute) {
    int n = rule.evaluationPeriods();
    whole = Double.isNaN(points[minute]) ? 0 : whole + 1;
    breaching += breaches(minute) ? 1 : 0;
    breaching -= minute >= n && breaches(minute - n) ? 1 : 0;
  }

  private boolean breaches(int minute) {
    return !Double.isNaN(points[minute]) && rule.breaches(points[minute]);
  }

  private AlarmState verdict(int minute) {
    if (trace.late(minute)) {
      int from = minute + 1 - size;
      Map<String, double[]> metrics = metrics(from, minute + 1);
      for (Map.Entry<String, MetricStat> leg : definition.stats().entrySet()) {
        if (trace.late(leg.getValue().name(), minute)) {
          Objects.requireNonNull(metrics.get(leg.getKey()))[size - 1] = Double.NaN;
        }
      }
      return asked(query.compute(metrics, at(from), size));
    }
    if (whole >= rule.evaluationPeriods()) {
      return breaching >= rule.datapointsToAlarm() ? AlarmState.ALARM : AlarmState.OK;
    }
    int from = minute + 1 - size;
    return asked(Series.of(at(from), MINUTE, Arrays.copyOfRange(points, from, minute + 1)));
  }

  private AlarmState asked(Series range) {
    return Evaluator.evaluate(rule, range, SampleCounts.ALL_COUNT, state).state();
  }

  private Map<String, double[]> metrics(int from, int to) {
    Map<String, double[]> metrics = new HashMap<>();
    for (Map.Entry<String, MetricStat> leg : definition.stats().entrySet()) {
      double[] values = trace.values(leg.getValue().name(), from, to);
      if (leg.getValue().statistic().equals(Statistic.SAMPLE_COUNT)) {
        Arrays.setAll(values, i -> Double.isNaN(values[i]) ? Double.NaN : 1);
      }
      metrics.put(leg.getKey(), values);
    }
    return metrics;
  }

  private static Instant at(int minute) {
    return Instant.ofEpochSecond(60L * minute);
  }
}
