/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.AlarmDefinition;
import dev.runwatch.alarms.AlarmMonitor;
import dev.runwatch.alarms.AlarmState;
import dev.runwatch.alarms.MetricQuery;
import dev.runwatch.alarms.MetricStat;
import dev.runwatch.alarms.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One case put through its alarms with one evaluation range. */
final class Run {

  private final Scenario scenario;
  private final ScenarioCase scenarioCase;
  private final Map<String, List<AlarmState>> timelines = new TreeMap<>();
  private final List<Transition> notifications = new ArrayList<>();

  private Run(Scenario scenario, ScenarioCase scenarioCase) {
    this.scenario = scenario;
    this.scenarioCase = scenarioCase;
  }

  static Run of(Scenario scenario, ScenarioCase scenarioCase, int extra) {
    Run run = new Run(scenario, scenarioCase);
    for (AlarmDefinition alarm : scenario.alarms()) {
      run.play(alarm, extra);
    }
    run.notifications.sort(
        java.util.Comparator.comparing(Transition::at).thenComparing(Transition::alarm));
    return run;
  }

  private void play(AlarmDefinition alarm, int extra) {
    AlarmState before =
        scenarioCase.before().getOrDefault(alarm.name(), AlarmState.INSUFFICIENT_DATA);
    AlarmMonitor monitor = new AlarmMonitor(alarm, scenario.start(), before, extra);
    ScenarioSource source = source(scenario, scenarioCase, alarm);
    Duration cadence = AlarmMonitor.cadence(alarm);
    List<AlarmState> states = new ArrayList<>();
    states.add(before);
    long evaluations = evaluations(alarm);
    for (long i = 1; i <= evaluations; i++) {
      Instant now = scenario.start().plus(cadence.multipliedBy(i));
      monitor.evaluate(source, now).filter(Transition::notifies).ifPresent(notifications::add);
      states.add(monitor.state());
    }
    timelines.put(alarm.name(), states);
  }

  static ScenarioSource source(
      Scenario scenario, ScenarioCase scenarioCase, AlarmDefinition alarm) {
    Map<MetricStat, String> ids = new HashMap<>();
    for (MetricQuery query : alarm.metrics()) {
      query.metric().ifPresent(stat -> ids.put(stat, query.id()));
    }
    return new ScenarioSource(scenarioCase.series(), ids, scenario.start(), scenario.step());
  }

  long evaluations(AlarmDefinition alarm) {
    long cadence = AlarmMonitor.cadence(alarm).toMillis();
    long length = scenarioCase.length(scenario.step()).toMillis();
    return (length + cadence - 1) / cadence;
  }

  /** The state of an alarm at a time: that of its last evaluation by then. */
  AlarmState state(AlarmDefinition alarm, Duration at) {
    List<AlarmState> states = timelines.getOrDefault(alarm.name(), List.of());
    long index = at.toMillis() / AlarmMonitor.cadence(alarm).toMillis();
    return states.get((int) Math.min(index, states.size() - 1L));
  }

  /** What was notified, in the order of time. */
  List<Transition> notifications() {
    return notifications;
  }

  Duration at(Transition transition) {
    return Duration.between(scenario.start(), transition.at());
  }

  /** The first OK of a new alarm: CloudWatch sends it, and nobody needs to expect it. */
  static boolean firstOk(Transition transition) {
    return transition.from() == AlarmState.INSUFFICIENT_DATA && transition.to() == AlarmState.OK;
  }
}
