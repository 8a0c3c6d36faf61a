/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.evaluation.AlarmMonitor;
import dev.runwatch.alarms.evaluation.AlarmQuery;
import dev.runwatch.alarms.evaluation.Evaluator;
import dev.runwatch.alarms.evaluation.MultiRangeEvaluator;
import dev.runwatch.alarms.evaluation.StateTransition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One case put through its alarms, with several evaluation ranges at once. */
final class CaseRun {

  /** The range that AWS's tables show, and a shorter and a longer one. */
  private static final int[] RANGES = {Evaluator.DEFAULT_EXTRA, 0, 4};

  /** The index of the usual range. */
  static final int USUAL = 0;

  private final Scenario scenario;
  private final ScenarioCase scenarioCase;
  private final Duration length;
  private final Map<String, AlarmState[][]> timelines = new HashMap<>();
  private final List<List<StateTransition>> notifications =
      List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

  private CaseRun(Scenario scenario, ScenarioCase scenarioCase) {
    this.scenario = scenario;
    this.scenarioCase = scenarioCase;
    this.length = scenarioCase.length(scenario.step());
  }

  static CaseRun of(Scenario scenario, List<AlarmQuery> watches, ScenarioCase scenarioCase) {
    CaseRun run = new CaseRun(scenario, scenarioCase);
    for (int i = 0; i < scenario.alarms().size(); i++) {
      run.play(scenario.alarms().get(i), watches.get(i));
    }
    if (scenario.several()) {
      for (List<StateTransition> all : run.notifications) {
        all.sort(Comparator.comparing(StateTransition::at).thenComparing(StateTransition::alarm));
      }
    }
    return run;
  }

  private void play(AlarmDefinition alarm, AlarmQuery watch) {
    AlarmState before =
        scenarioCase.before().getOrDefault(alarm.name(), AlarmState.INSUFFICIENT_DATA);
    MultiRangeEvaluator lockstep =
        new MultiRangeEvaluator(alarm, watch, scenario.start(), before, RANGES);
    ScenarioSource source = source(scenario, scenarioCase, alarm);
    Duration cadence = lockstep.cadence();
    int evaluations = evaluations(alarm);
    AlarmState[][] states = new AlarmState[RANGES.length][evaluations + 1];
    for (AlarmState[] timeline : states) {
      timeline[0] = before;
    }
    Instant now = scenario.start();
    lockstep.preload(source, now, now.plus(cadence.multipliedBy(evaluations)));
    for (int i = 1; i <= evaluations; i++) {
      now = now.plus(cadence);
      lockstep.evaluate(source, now, this::changed);
      for (int range = 0; range < RANGES.length; range++) {
        states[range][i] = lockstep.state(range);
      }
    }
    timelines.put(alarm.name(), states);
  }

  private void changed(int range, StateTransition transition) {
    if (transition.notifies()) {
      notifications.get(range).add(transition);
    }
  }

  static ScenarioSource source(
      Scenario scenario, ScenarioCase scenarioCase, AlarmDefinition alarm) {
    Map<MetricStat, String> ids = new HashMap<>();
    alarm.stats().forEach((id, stat) -> ids.put(stat, id));
    return new ScenarioSource(scenarioCase.series(), ids, scenario.start(), scenario.step());
  }

  int evaluations(AlarmDefinition alarm) {
    long cadence = AlarmMonitor.cadence(alarm).toMillis();
    return (int) ((length.toMillis() + cadence - 1) / cadence);
  }

  /** How many ranges there are, the usual one first. */
  static int ranges() {
    return RANGES.length;
  }

  /** How many data points more than N a range has. */
  static int extra(int range) {
    return RANGES[range];
  }

  /** The state of an alarm at a time: that of its last evaluation by then. */
  AlarmState state(AlarmDefinition alarm, Duration at, int range) {
    AlarmState[] states = timelines.getOrDefault(alarm.name(), new AlarmState[0][])[range];
    long index = at.toMillis() / AlarmMonitor.cadence(alarm).toMillis();
    return states[(int) Math.min(index, states.length - 1L)];
  }

  /** What was notified, in the order of time. */
  List<StateTransition> notifications(int range) {
    return notifications.get(range);
  }

  Duration at(StateTransition transition) {
    return Duration.between(scenario.start(), transition.at());
  }

  /** The first OK of a new alarm: CloudWatch sends it, and nobody needs to expect it. */
  static boolean firstOk(StateTransition transition) {
    return transition.from() == AlarmState.INSUFFICIENT_DATA && transition.to() == AlarmState.OK;
  }
}
