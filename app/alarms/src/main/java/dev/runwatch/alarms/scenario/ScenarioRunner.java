/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.evaluation.AlarmQuery;
import dev.runwatch.alarms.evaluation.Evaluator;
import dev.runwatch.alarms.evaluation.StateTransition;
import dev.runwatch.alarms.yaml.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Runs the cases of a scenario with the evaluation range of AWS's tables, and with a shorter and a
 * longer one: the range is not published, and a state should not depend on it. Thread-safe.
 */
public final class ScenarioRunner {

  private final Scenario scenario;
  private final List<AlarmQuery> queries;

  /**
   * @param scenario the scenario to run
   */
  public ScenarioRunner(Scenario scenario) {
    this.scenario = scenario;
    this.queries = scenario.alarms().stream().map(AlarmQuery::new).toList();
  }

  /** Runs all cases in their order and passes on each result as soon as it is there. */
  public void run(Consumer<CaseResult> results) {
    for (ScenarioCase scenarioCase : scenario.cases()) {
      results.accept(run(scenarioCase));
    }
  }

  private CaseResult run(ScenarioCase scenarioCase) {
    CaseRun run = CaseRun.of(scenario, queries, scenarioCase);
    List<String> notes = new ArrayList<>();
    List<String> failures = states(scenarioCase, run);
    failures.addAll(Notifications.check(scenario, scenarioCase, run, notes));
    List<String> fragile = new ArrayList<>();
    for (int range = 0; range < CaseRun.ranges(); range++) {
      if (range != CaseRun.DEFAULT) {
        differences(scenarioCase, run, range, fragile);
      }
    }
    return new CaseResult(
        scenario.file(),
        scenarioCase.line(),
        scenarioCase.name(),
        failures,
        fragile,
        notes,
        failures.isEmpty() ? List.of() : CaseTable.of(scenario, scenarioCase, run));
  }

  private List<String> states(ScenarioCase scenarioCase, CaseRun run) {
    List<String> failures = new ArrayList<>();
    for (AlarmDefinition alarm : scenario.alarms()) {
      for (Map.Entry<Duration, AlarmState> wanted : expected(scenarioCase, alarm).entrySet()) {
        AlarmState state = run.state(alarm, wanted.getKey(), CaseRun.DEFAULT);
        if (state != wanted.getValue()) {
          failures.add(
              prefix(alarm)
                  + "at "
                  + Durations.format(wanted.getKey())
                  + " it is "
                  + state
                  + ", expected "
                  + wanted.getValue());
        }
      }
    }
    return failures;
  }

  private void differences(
      ScenarioCase scenarioCase, CaseRun run, int range, List<String> fragile) {
    for (AlarmDefinition alarm : scenario.alarms()) {
      for (Duration at : expected(scenarioCase, alarm).keySet()) {
        AlarmState state = run.state(alarm, at, CaseRun.DEFAULT);
        AlarmState other = run.state(alarm, at, range);
        if (state != other) {
          fragile.add(
              prefix(alarm)
                  + "at "
                  + Durations.format(at)
                  + " it is "
                  + state
                  + " when CloudWatch retrieves N + "
                  + Evaluator.DEFAULT_EXTRA
                  + " data points, "
                  + other
                  + " when N + "
                  + CaseRun.extra(range));
        }
      }
    }
    if (scenarioCase.notifications() != null
        && !notified(run, CaseRun.DEFAULT).equals(notified(run, range))) {
      fragile.add(
          "it notifies "
              + notified(run, CaseRun.DEFAULT)
              + " when CloudWatch retrieves N + "
              + Evaluator.DEFAULT_EXTRA
              + " data points, "
              + notified(run, range)
              + " when N + "
              + CaseRun.extra(range));
    }
  }

  private List<String> notified(CaseRun run, int range) {
    return run.notifications(range).stream()
        .filter(transition -> !CaseRun.firstOk(transition))
        .map(transition -> describe(run, transition))
        .toList();
  }

  private String describe(CaseRun run, StateTransition transition) {
    String alarm = scenario.several() ? transition.alarm() + " " : "";
    return alarm + transition.to() + " at " + Durations.format(run.at(transition));
  }

  private String prefix(AlarmDefinition alarm) {
    return scenario.several() ? alarm.name() + ": " : "";
  }

  static NavigableMap<Duration, AlarmState> expected(
      ScenarioCase scenarioCase, AlarmDefinition alarm) {
    return scenarioCase.expect().getOrDefault(alarm.name(), new TreeMap<>());
  }
}
