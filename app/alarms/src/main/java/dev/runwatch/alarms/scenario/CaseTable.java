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
import dev.runwatch.alarms.evaluation.Assumptions;
import dev.runwatch.alarms.evaluation.Series;
import dev.runwatch.alarms.yaml.Durations;
import dev.runwatch.alarms.yaml.Numbers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The tables of a failing case, one for each alarm that fails: some evaluations before and after
 * each failure with the values of the metrics, the data point, the state and the expectation, and
 * CloudWatch's reason for the state that fails.
 */
final class CaseTable {

  private static final int BEFORE = 3;
  private static final int AFTER = 2;

  private final Scenario scenario;
  private final ScenarioCase scenarioCase;
  private final CaseRun run;
  private final AlarmDefinition alarm;
  private final AlarmQuery query;
  private final ScenarioSource source;
  private final Duration cadence;
  private final List<String> lines = new ArrayList<>();

  private CaseTable(
      Scenario scenario, ScenarioCase scenarioCase, CaseRun run, AlarmDefinition alarm) {
    this.scenario = scenario;
    this.scenarioCase = scenarioCase;
    this.run = run;
    this.alarm = alarm;
    this.query = new AlarmQuery(alarm);
    this.source = CaseRun.source(scenario, scenarioCase, alarm);
    this.cadence = AlarmMonitor.cadence(alarm);
  }

  static List<String> of(
      Scenario scenario, ScenarioCase scenarioCase, CaseRun run, List<Failure> failures) {
    List<String> all = new ArrayList<>();
    for (AlarmDefinition alarm : scenario.alarms()) {
      CaseTable table = new CaseTable(scenario, scenarioCase, run, alarm);
      SortedSet<Integer> failing = new TreeSet<>();
      for (Failure failure : failures) {
        if (failure.alarm().equals(alarm.name())) {
          failing.add(Math.max(1, run.timeline(alarm, CaseRun.DEFAULT).evaluation(failure.at())));
        }
      }
      if (!failing.isEmpty()) {
        all.addAll(table.lines(failing));
      }
    }
    return all;
  }

  private List<String> lines(SortedSet<Integer> failing) {
    StringBuilder header = new StringBuilder(String.format(Locale.ROOT, "  %7s  ", "time"));
    inputs().keySet().forEach(name -> header.append(cell(name, width(name))).append("  "));
    header.append(String.format(Locale.ROOT, "%12s  %-17s  %s", "data point", "state", "expected"));
    lines.add(header + (scenario.several() ? "    (" + alarm.name() + ")" : ""));
    AlarmMonitor monitor =
        new AlarmMonitor(
            alarm,
            scenario.start(),
            scenarioCase.before().getOrDefault(alarm.name(), AlarmState.INSUFFICIENT_DATA),
            Assumptions.DEFAULT);
    int shown = 0;
    for (int i = 1; i <= run.evaluations(alarm); i++) {
      Instant now = scenario.start().plus(cadence.multipliedBy(i));
      monitor.evaluate(source, now);
      if (failing.subSet(i - AFTER, i + BEFORE + 1).isEmpty()) {
        continue;
      }
      if (i > shown + 1) {
        lines.add("        …");
      }
      shown = i;
      row(i, now);
      if (failing.contains(i)) {
        lines.add("           " + monitor.status().reason());
      }
    }
    if (shown < run.evaluations(alarm)) {
      lines.add("        …");
    }
    return lines;
  }

  private void row(int evaluation, Instant now) {
    Duration at = cadence.multipliedBy(evaluation);
    NavigableMap<Duration, AlarmState> expected = ScenarioRunner.expected(scenarioCase, alarm);
    AlarmState state = run.timeline(alarm, CaseRun.DEFAULT).state(evaluation);
    AlarmState wanted = expected.get(at);
    String mark = wanted == null ? "" : wanted + (wanted == state ? "" : "   <--");
    StringBuilder row =
        new StringBuilder(String.format(Locale.ROOT, "  %7s  ", Durations.format(at)));
    Instant from = now.minus(alarm.period());
    inputs()
        .forEach(
            (name, stat) ->
                row.append(cell(text(source.read(stat, from, now)), width(name))).append("  "));
    String point = text(query.series(source, from, now, 1));
    row.append(String.format(Locale.ROOT, "%12s  %-17s  %s", point, state, mark));
    lines.add(row.toString().stripTrailing());
  }

  /** The metrics of an expression by id; of a plain alarm the data point says it. */
  private Map<String, MetricStat> inputs() {
    return alarm.plain() || alarm.watched().stat() != null ? Map.of() : alarm.stats();
  }

  private static int width(String name) {
    return Math.max(8, name.length());
  }

  private static String cell(String text, int width) {
    return String.format(Locale.ROOT, "%" + width + "s", text);
  }

  private static String text(Series newest) {
    return newest.value(0).isPresent() ? Numbers.format(newest.value(0).getAsDouble()) : "_";
  }
}
