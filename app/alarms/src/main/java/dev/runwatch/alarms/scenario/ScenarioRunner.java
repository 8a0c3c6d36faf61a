/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.evaluation.AlarmQuery;
import dev.runwatch.alarms.yaml.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Runs the cases of a scenario under several assumptions: the evaluation range of AWS's tables, a
 * shorter and a longer one, each with the newest minute on time, in part and late. AWS does not
 * publish these, and a state should not depend on them. Thread-safe.
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

  /** Runs all cases on all processors and passes on the results in the order of the cases. */
  public void run(Consumer<CaseResult> results) {
    scenario.cases().parallelStream().map(this::run).forEachOrdered(results);
  }

  /**
   * The states of an alarm over a case, with the default evaluation range and data on time.
   *
   * @return the state at the start, then the state after each evaluation
   */
  public List<AlarmState> states(ScenarioCase scenarioCase, AlarmDefinition alarm) {
    CaseRun run = CaseRun.of(scenario, queries, scenarioCase);
    List<AlarmState> states = new ArrayList<>();
    for (int i = 0; i <= run.evaluations(alarm); i++) {
      states.add(run.timeline(alarm, CaseRun.DEFAULT).state(i));
    }
    return states;
  }

  private CaseResult run(ScenarioCase scenarioCase) {
    CaseRun run = CaseRun.of(scenario, queries, scenarioCase);
    List<String> notes = new ArrayList<>();
    List<Failure> failures = states(scenarioCase, run);
    failures.addAll(Notifications.check(scenario, scenarioCase, run, notes));
    List<String> fragile = fragile(scenarioCase, run, failures, notes);
    return new CaseResult(
        scenario.file(),
        scenarioCase.line(),
        scenarioCase.name(),
        failures.stream().map(Failure::text).toList(),
        fragile,
        notes,
        failures.isEmpty() ? List.of() : CaseTable.of(scenario, scenarioCase, run, failures));
  }

  /** What hangs on a rule that the case does not say it assumes. */
  private List<String> fragile(
      ScenarioCase scenarioCase, CaseRun run, List<Failure> failures, List<String> notes) {
    Map<Assumed, List<String>> found = Fragility.of(scenario, scenarioCase, run);
    List<String> fragile = new ArrayList<>();
    found.forEach(
        (rule, lines) -> {
          if (scenarioCase.assumes().contains(rule)) {
            lines.forEach(line -> notes.add("as assumed: " + line));
          } else {
            fragile.addAll(lines);
          }
        });
    for (Assumed rule : scenarioCase.assumes()) {
      if (!found.containsKey(rule)) {
        failures.add(
            new Failure(
                scenario.alarms().get(0).name(),
                Duration.ZERO,
                "it assumes " + rule.word() + ", and nothing hangs on it: remove it"));
      }
    }
    return fragile;
  }

  private List<Failure> states(ScenarioCase scenarioCase, CaseRun run) {
    List<Failure> failures = new ArrayList<>();
    for (AlarmDefinition alarm : scenario.alarms()) {
      for (Map.Entry<Duration, AlarmState> wanted : expected(scenarioCase, alarm).entrySet()) {
        AlarmState state = run.timeline(alarm, CaseRun.DEFAULT).at(wanted.getKey());
        if (state != wanted.getValue()) {
          failures.add(
              new Failure(
                  alarm.name(),
                  wanted.getKey(),
                  prefix(alarm)
                      + "at "
                      + Durations.format(wanted.getKey())
                      + " it is "
                      + state
                      + ", expected "
                      + wanted.getValue()));
        }
      }
    }
    return failures;
  }

  private String prefix(AlarmDefinition alarm) {
    return scenario.several() ? alarm.name() + ": " : "";
  }

  static NavigableMap<Duration, AlarmState> expected(
      ScenarioCase scenarioCase, AlarmDefinition alarm) {
    return scenarioCase.expect().getOrDefault(alarm.name(), new TreeMap<>());
  }
}
