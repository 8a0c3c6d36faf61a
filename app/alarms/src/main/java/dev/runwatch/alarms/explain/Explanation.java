/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.explain;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.evaluation.AlarmMonitor;
import dev.runwatch.alarms.scenario.ScenarioSeries;
import dev.runwatch.alarms.scenario.ScenarioSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The effect of an alarm: its rule, its timings and its cost.
 *
 * @param rule the rule in one sentence
 * @param step the step change that the timings are measured with, such as {@code
 *     coordinator_healthy 1 → 0}; empty if none was found
 * @param timings the timings for several evaluation ranges; empty if no step change was found
 * @param billedMetrics the number of alarm metrics that CloudWatch bills
 * @param dollarsAMonth the cost in US dollars a month at the list price of us-east-1, 2026
 */
public record Explanation(
    String rule, String step, List<Timing> timings, int billedMetrics, double dollarsAMonth) {

  private static final int[] RANGES = {0, 2, 4};
  private static final double STANDARD_DOLLARS = 0.10;
  private static final double HIGH_RESOLUTION_DOLLARS = 0.30;

  /** Explains an alarm by evaluating it over a step change and over the end of all data. */
  public static Explanation of(AlarmDefinition given) {
    AlarmDefinition definition = given.withoutWarmUp();
    Optional<StepChange> step = StepChange.find(definition);
    List<Timing> timings = new ArrayList<>();
    for (int extra : RANGES) {
      step.ifPresent(change -> timings.add(timing(definition, change, extra)));
    }
    int metrics = definition.stats().size();
    boolean highResolution = definition.period().compareTo(definition.minute()) < 0;
    return new Explanation(
        RuleSentence.of(given),
        step.map(change -> change.describe(definition)).orElse(""),
        timings,
        metrics,
        metrics * (highResolution ? HIGH_RESOLUTION_DOLLARS : STANDARD_DOLLARS));
  }

  private static Timing timing(AlarmDefinition definition, StepChange step, int extra) {
    return new Timing(
        extra,
        until(definition, step.good(), step.bad(), AlarmState.ALARM, extra),
        until(definition, step.bad(), step.good(), AlarmState.OK, extra),
        until(definition, step.good(), Map.of(), AlarmState.ALARM, extra),
        until(definition, step.bad(), Map.of(), AlarmState.OK, extra));
  }

  /**
   * The time from a step change to the transition to a state, or empty if there is none. From ALARM
   * into silence it is the time to the last transition: the newest period may be empty, and an
   * older one then decides again.
   */
  private static Optional<Duration> until(
      AlarmDefinition definition,
      Map<String, Double> before,
      Map<String, Double> after,
      AlarmState wanted,
      int extra) {
    Duration unit = AlarmMonitor.cadence(definition);
    int range =
        (int) (definition.period().toMillis() / unit.toMillis())
            * (definition.rule().evaluationPeriods() + extra);
    int most = 2 * range + 2;
    Map<String, ScenarioSeries> series = new HashMap<>();
    before.forEach(
        (id, value) -> {
          double[] points = new double[range + (after.isEmpty() ? 0 : most)];
          Arrays.fill(points, 0, range, value);
          Double later = after.get(id);
          if (later != null) {
            Arrays.fill(points, range, points.length, later);
          }
          series.put(id, ScenarioSeries.of(points));
        });
    ScenarioSource source = new ScenarioSource(series, definition.stats(), Instant.EPOCH, unit);
    Instant onset = Instant.EPOCH.plus(unit.multipliedBy(range));
    AlarmState first = wanted == AlarmState.ALARM ? AlarmState.OK : AlarmState.ALARM;
    AlarmMonitor monitor = new AlarmMonitor(definition, onset, first, extra);
    boolean toTheEnd = after.isEmpty() && wanted == AlarmState.OK;
    Optional<Duration> found = Optional.empty();
    for (int i = 1; i <= most; i++) {
      Duration since = unit.multipliedBy(i);
      boolean changed = monitor.evaluate(source, onset.plus(since)).isPresent();
      if (toTheEnd) {
        found = changed ? Optional.of(since) : found;
      } else if (wanted == AlarmState.ALARM
          ? monitor.state() == wanted
          : monitor.state() != first) {
        return Optional.of(since);
      }
    }
    return monitor.state() == first ? Optional.empty() : found;
  }
}
