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

/** The evaluation of one case with several evaluation ranges at once. */
final class CaseRun {

  /** The range of AWS's tables, a shorter and a longer one. */
  private static final int[] RANGES = {Evaluator.DEFAULT_EXTRA, 0, 4};

  /** The index of the default range. */
  static final int DEFAULT = 0;

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

  static CaseRun of(Scenario scenario, List<AlarmQuery> queries, ScenarioCase scenarioCase) {
    CaseRun run = new CaseRun(scenario, scenarioCase);
    for (int i = 0; i < scenario.alarms().size(); i++) {
      run.play(scenario.alarms().get(i), queries.get(i));
    }
    if (scenario.several()) {
      for (List<StateTransition> all : run.notifications) {
        all.sort(Comparator.comparing(StateTransition::at).thenComparing(StateTransition::alarm));
      }
    }
    return run;
  }

  private void play(AlarmDefinition alarm, AlarmQuery query) {
    AlarmState before =
        scenarioCase.before().getOrDefault(alarm.name(), AlarmState.INSUFFICIENT_DATA);
    MultiRangeEvaluator evaluator =
        new MultiRangeEvaluator(alarm, query, scenario.start(), before, RANGES);
    ScenarioSource source = source(scenario, scenarioCase, alarm);
    Duration cadence = evaluator.cadence();
    int evaluations = evaluations(alarm);
    AlarmState[][] states = new AlarmState[RANGES.length][evaluations + 1];
    for (AlarmState[] timeline : states) {
      timeline[0] = before;
    }
    Instant now = scenario.start();
    evaluator.preload(source, now, now.plus(cadence.multipliedBy(evaluations)));
    for (int i = 1; i <= evaluations; i++) {
      now = now.plus(cadence);
      evaluator.evaluate(source, now, this::changed);
      for (int range = 0; range < RANGES.length; range++) {
        states[range][i] = evaluator.state(range);
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

  /** The number of ranges; the default one is first. */
  static int ranges() {
    return RANGES.length;
  }

  /** The number of data points beyond N of a range. */
  static int extra(int range) {
    return RANGES[range];
  }

  /** The state of an alarm at a time: that of its last evaluation up to then. */
  AlarmState state(AlarmDefinition alarm, Duration at, int range) {
    AlarmState[] states = timelines.getOrDefault(alarm.name(), new AlarmState[0][])[range];
    long index = at.toMillis() / AlarmMonitor.cadence(alarm).toMillis();
    return states[(int) Math.min(index, states.length - 1L)];
  }

  /** The notifications in the order of time. */
  List<StateTransition> notifications(int range) {
    return notifications.get(range);
  }

  Duration at(StateTransition transition) {
    return Duration.between(scenario.start(), transition.at());
  }

  /** Whether it is the first OK of a new alarm, which CloudWatch sends and a case need not list. */
  static boolean firstOk(StateTransition transition) {
    return transition.from() == AlarmState.INSUFFICIENT_DATA && transition.to() == AlarmState.OK;
  }
}
