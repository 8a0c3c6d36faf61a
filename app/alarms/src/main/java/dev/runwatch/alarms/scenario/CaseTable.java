/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.evaluation.AlarmMonitor;
import dev.runwatch.alarms.evaluation.AlarmQuery;
import dev.runwatch.alarms.evaluation.Series;
import dev.runwatch.alarms.yaml.Durations;
import dev.runwatch.alarms.yaml.Numbers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;

/**
 * The table of a failing case: per evaluation the newest data point, the state, the expectation.
 */
final class CaseTable {

  private static final String ROW = "  %7s  %12s  %-17s  %s";
  private static final int MOST_ROWS = 120;

  private CaseTable() {}

  static List<String> of(Scenario scenario, ScenarioCase scenarioCase, CaseRun run) {
    List<String> lines = new ArrayList<>();
    for (AlarmDefinition alarm : scenario.alarms()) {
      lines.add(
          String.format(Locale.ROOT, ROW, "time", "data point", "state", "expected").stripTrailing()
              + (scenario.several() ? "    (" + alarm.name() + ")" : ""));
      rows(scenario, scenarioCase, run, alarm, lines);
    }
    return lines;
  }

  private static void rows(
      Scenario scenario,
      ScenarioCase scenarioCase,
      CaseRun run,
      AlarmDefinition alarm,
      List<String> lines) {
    AlarmQuery query = new AlarmQuery(alarm);
    ScenarioSource source = CaseRun.source(scenario, scenarioCase, alarm);
    Duration cadence = AlarmMonitor.cadence(alarm);
    NavigableMap<Duration, AlarmState> expected = ScenarioRunner.expected(scenarioCase, alarm);
    long evaluations = run.evaluations(alarm);
    for (long i = 1; i <= Math.min(evaluations, MOST_ROWS); i++) {
      Duration at = cadence.multipliedBy(i);
      Instant now = scenario.start().plus(at);
      Series newest = query.series(source, now.minus(alarm.period()), now, 1);
      AlarmState state = run.timeline(alarm, CaseRun.DEFAULT).at(at);
      AlarmState wanted = expected.get(at);
      String mark = wanted == null ? "" : wanted + (wanted == state ? "" : "   <--");
      String point =
          newest.value(0).isPresent() ? Numbers.format(newest.value(0).getAsDouble()) : "_";
      lines.add(
          String.format(Locale.ROOT, ROW, Durations.format(at), point, state, mark)
              .stripTrailing());
    }
    if (evaluations > MOST_ROWS) {
      lines.add("  … " + (evaluations - MOST_ROWS) + " more");
    }
  }
}
