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
 * Runs the cases of a scenario: with the evaluation range that AWS's tables show, and with a
 * shorter and a longer one, for the range is not published and a verdict should not depend on it.
 */
public final class ScenarioRunner {

  private final Scenario scenario;
  private final List<AlarmQuery> watches;

  /**
   * @param scenario what to run
   */
  public ScenarioRunner(Scenario scenario) {
    this.scenario = scenario;
    this.watches = scenario.alarms().stream().map(AlarmQuery::new).toList();
  }

  /** Runs all cases; each result is handed over and not kept. */
  public void run(Consumer<CaseResult> results) {
    for (ScenarioCase scenarioCase : scenario.cases()) {
      results.accept(run(scenarioCase));
    }
  }

  private CaseResult run(ScenarioCase scenarioCase) {
    CaseRun run = CaseRun.of(scenario, watches, scenarioCase);
    List<String> notes = new ArrayList<>();
    List<String> failures = states(scenarioCase, run);
    failures.addAll(Notifications.check(scenario, scenarioCase, run, notes));
    List<String> fragile = new ArrayList<>();
    for (int range = 0; range < CaseRun.ranges(); range++) {
      if (range != CaseRun.USUAL) {
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
        AlarmState state = run.state(alarm, wanted.getKey(), CaseRun.USUAL);
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
        AlarmState state = run.state(alarm, at, CaseRun.USUAL);
        AlarmState otherwise = run.state(alarm, at, range);
        if (state != otherwise) {
          fragile.add(
              prefix(alarm)
                  + "at "
                  + Durations.format(at)
                  + " it is "
                  + state
                  + " when CloudWatch retrieves N + "
                  + Evaluator.DEFAULT_EXTRA
                  + " data points, "
                  + otherwise
                  + " when N + "
                  + CaseRun.extra(range));
        }
      }
    }
    if (scenarioCase.notifications().isPresent()
        && !notified(run, CaseRun.USUAL).equals(notified(run, range))) {
      fragile.add(
          "it notifies "
              + notified(run, CaseRun.USUAL)
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
