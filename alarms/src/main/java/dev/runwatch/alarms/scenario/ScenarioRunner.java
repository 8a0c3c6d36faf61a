/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.AlarmDefinition;
import dev.runwatch.alarms.AlarmState;
import dev.runwatch.alarms.Evaluator;
import dev.runwatch.alarms.Transition;
import dev.runwatch.alarms.document.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Consumer;

/**
 * Runs the cases of a scenario: with the evaluation range that AWS's tables show, and with a
 * shorter and a longer one, for the range is not published and a verdict should not depend on it.
 */
public final class ScenarioRunner {

  private static final int[] OTHER_RANGES = {0, 4};

  private final Scenario scenario;

  /**
   * @param scenario what to run
   */
  public ScenarioRunner(Scenario scenario) {
    this.scenario = scenario;
  }

  /** Runs all cases; each result is handed over and not kept. */
  public void run(Consumer<CaseResult> results) {
    for (ScenarioCase scenarioCase : scenario.cases()) {
      results.accept(run(scenarioCase));
    }
  }

  private CaseResult run(ScenarioCase scenarioCase) {
    Run usual = Run.of(scenario, scenarioCase, Evaluator.DEFAULT_EXTRA);
    List<String> notes = new ArrayList<>();
    List<String> failures = states(scenarioCase, usual);
    failures.addAll(Notifications.check(scenario, scenarioCase, usual, notes));
    List<String> fragile = new ArrayList<>();
    for (int extra : OTHER_RANGES) {
      Run other = Run.of(scenario, scenarioCase, extra);
      differences(scenarioCase, usual, other, extra, fragile);
    }
    return new CaseResult(
        scenario.file(),
        scenarioCase.line(),
        scenarioCase.name(),
        failures,
        fragile,
        notes,
        failures.isEmpty() ? List.of() : CaseTable.of(scenario, scenarioCase, usual));
  }

  private List<String> states(ScenarioCase scenarioCase, Run run) {
    List<String> failures = new ArrayList<>();
    for (AlarmDefinition alarm : scenario.alarms()) {
      for (Map.Entry<Duration, AlarmState> wanted : expected(scenarioCase, alarm).entrySet()) {
        AlarmState state = run.state(alarm, wanted.getKey());
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
      ScenarioCase scenarioCase, Run usual, Run other, int extra, List<String> fragile) {
    for (AlarmDefinition alarm : scenario.alarms()) {
      for (Duration at : expected(scenarioCase, alarm).keySet()) {
        AlarmState state = usual.state(alarm, at);
        AlarmState otherwise = other.state(alarm, at);
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
                  + extra);
        }
      }
    }
    if (scenarioCase.notifications().isPresent() && !notified(usual).equals(notified(other))) {
      fragile.add(
          "it notifies "
              + notified(usual)
              + " when CloudWatch retrieves N + "
              + Evaluator.DEFAULT_EXTRA
              + " data points, "
              + notified(other)
              + " when N + "
              + extra);
    }
  }

  private List<String> notified(Run run) {
    return run.notifications().stream()
        .filter(transition -> !Run.firstOk(transition))
        .map(transition -> describe(run, transition))
        .toList();
  }

  private String describe(Run run, Transition transition) {
    String alarm = scenario.several() ? transition.alarm() + " " : "";
    return alarm + transition.to() + " at " + Durations.format(run.at(transition));
  }

  private String prefix(AlarmDefinition alarm) {
    return scenario.several() ? alarm.name() + ": " : "";
  }

  static NavigableMap<Duration, AlarmState> expected(
      ScenarioCase scenarioCase, AlarmDefinition alarm) {
    return scenarioCase.expect().getOrDefault(alarm.name(), new java.util.TreeMap<>());
  }
}
