/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.Rule;
import dev.runwatch.alarms.evaluation.AlarmMonitor;
import dev.runwatch.alarms.evaluation.AlarmQuery;
import dev.runwatch.alarms.evaluation.Arrival;
import dev.runwatch.alarms.evaluation.Assumptions;
import dev.runwatch.alarms.evaluation.Evaluator;
import dev.runwatch.alarms.evaluation.Series;
import dev.runwatch.alarms.evaluation.SeriesSource;
import dev.runwatch.alarms.explain.Explanation;
import dev.runwatch.emulator.alarms.AlarmSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an alarm is in its state: the body of {@code GET /api/alarms/NAME}.
 *
 * @param rule the rule as a sentence
 * @param breaching how many of the points that count breach
 * @param points the points of the evaluation range, oldest first
 * @param inferred what AWS does not publish and the state would be another without
 */
record AlarmReason(
    String name,
    String state,
    String rule,
    double threshold,
    int evaluationPeriods,
    int datapointsToAlarm,
    int breaching,
    List<Point> points,
    List<String> inferred) {

  private static final int[] RANGES = {0, 1, 4};

  /**
   * A data point.
   *
   * @param counted whether it is among the newest that the rule looks at
   */
  record Point(String t, @Nullable Double v, boolean breaching, boolean counted) {}

  static AlarmReason of(AlarmSnapshot alarm, SeriesSource source, Instant now) {
    AlarmDefinition definition = alarm.definition();
    Rule rule = definition.rule();
    Instant to = evaluated(definition, now);
    Series range = new AlarmQuery(definition).range(source, to, Evaluator.DEFAULT_EXTRA);
    List<Point> points = points(rule, range);
    return new AlarmReason(
        definition.name(),
        alarm.status().state().name(),
        Explanation.of(definition).rule(),
        rule.threshold(),
        rule.evaluationPeriods(),
        rule.datapointsToAlarm(),
        (int) points.stream().filter(it -> it.counted() && it.breaching()).count(),
        points,
        inferred(alarm, source, to));
  }

  /** The end of the newest period that was evaluated: a minute is judged half a minute later. */
  private static Instant evaluated(AlarmDefinition definition, Instant now) {
    Duration cadence = AlarmMonitor.cadence(definition);
    long millis = cadence.toMillis();
    return Instant.ofEpochMilli(
        Math.floorDiv(now.minus(cadence.dividedBy(2)).toEpochMilli(), millis) * millis);
  }

  private static List<Point> points(Rule rule, Series range) {
    List<Point> points = new ArrayList<>();
    int left = rule.evaluationPeriods();
    for (int i = range.size() - 1; i >= 0; i--) {
      boolean known = range.value(i).isPresent();
      double value = range.value(i).orElse(0);
      points.add(
          0,
          new Point(
              Timestamps.text(range.time(i)),
              known ? value : null,
              known && rule.breaches(value),
              known && left > 0));
      left -= known ? 1 : 0;
    }
    return points;
  }

  private static List<String> inferred(AlarmSnapshot alarm, SeriesSource source, Instant to) {
    List<String> inferred = new ArrayList<>();
    if (alarm.status().warmingUp()) {
      inferred.add("the alarm warms up and is not evaluated yet");
      return inferred;
    }
    AlarmState usual = state(alarm, source, to, Assumptions.DEFAULT);
    for (int extra : RANGES) {
      AlarmState other = state(alarm, source, to, Assumptions.DEFAULT.withExtra(extra));
      if (other != usual) {
        inferred.add(
            "CloudWatch retrieves N + "
                + Evaluator.DEFAULT_EXTRA
                + " data points; with N + "
                + extra
                + " the state would be "
                + other);
      }
    }
    AlarmState unfilled = state(alarm, source, to, Assumptions.DEFAULT.withoutFillOfAbsent());
    if (unfilled != usual) {
      inferred.add(
          "FILL adds points to a metric without data; if it does not, the state would be "
              + unfilled);
    }
    AlarmState late = state(alarm, source, to, Assumptions.DEFAULT.withNewest(Arrival.LATE));
    if (late != usual) {
      inferred.add(
          "all data of the newest minute have arrived; without them the state would be " + late);
    }
    return inferred;
  }

  private static AlarmState state(
      AlarmSnapshot alarm, SeriesSource all, Instant to, Assumptions assumptions) {
    AlarmDefinition definition = alarm.definition();
    AlarmQuery query = new AlarmQuery(definition, assumptions);
    SeriesSource source = assumptions.newest().applyTo(all, AlarmMonitor.cadence(definition));
    Series range = query.range(source, to, assumptions.extra());
    return Evaluator.evaluate(
            definition.rule(), range, query.samples(source, range), alarm.status().state())
        .state();
  }
}
