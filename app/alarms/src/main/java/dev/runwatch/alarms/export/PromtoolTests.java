/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.scenario.Scenario;
import dev.runwatch.alarms.scenario.ScenarioCase;
import dev.runwatch.alarms.scenario.ScenarioRunner;
import dev.runwatch.alarms.scenario.ScenarioSeries;
import dev.runwatch.metrics.MetricCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Scenarios as tests of {@code promtool}. A value is scraped four times in its minute. The verdict
 * on a minute is asked for one scrape after its end, and must be that of CloudWatch's evaluation at
 * its end, except for the known differences.
 */
final class PromtoolTests {

  /** The time between two scrapes, and between two evaluations. */
  static final Duration STEP = Duration.ofSeconds(15);

  private final ExportTarget target;
  private final List<Difference> differences;

  PromtoolTests(ExportTarget target, List<Difference> differences) {
    this.target = target;
    this.differences = differences;
  }

  /**
   * The tests of one scenario file.
   *
   * @param stem the file's name without its extension
   * @param ruleFile the path of the rules, from the file of the tests
   */
  Map<String, Object> of(String stem, Scenario scenario, String ruleFile) {
    ScenarioRunner runner = new ScenarioRunner(scenario);
    List<Object> tests = new ArrayList<>();
    for (ScenarioCase scenarioCase : scenario.cases()) {
      Map<String, Object> test = new LinkedHashMap<>();
      test.put("name", scenarioCase.name());
      test.put("interval", PrometheusDuration.of(STEP));
      test.put("input_series", inputs(scenario, scenarioCase));
      List<Object> verdicts = new ArrayList<>();
      for (AlarmDefinition alarm : scenario.alarms()) {
        List<AlarmState> states = runner.states(scenarioCase, alarm);
        for (int minute = 1; minute < states.size(); minute++) {
          verdicts.add(verdict(stem, scenarioCase, alarm, minute, states.get(minute)));
        }
      }
      test.put("alert_rule_test", verdicts);
      tests.add(test);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("rule_files", List.of(ruleFile));
    document.put("evaluation_interval", PrometheusDuration.of(STEP));
    document.put("tests", tests);
    return document;
  }

  private Map<String, Object> verdict(
      String stem, ScenarioCase scenarioCase, AlarmDefinition alarm, int minute, AlarmState state) {
    Duration at = Duration.ofMinutes(minute);
    boolean firing =
        differences.stream()
            .filter(it -> it.covers(stem, scenarioCase.name(), alarm.name(), at))
            .findFirst()
            .map(Difference::firing)
            .orElse(state == AlarmState.ALARM);
    Map<String, Object> verdict = new LinkedHashMap<>();
    verdict.put("eval_time", PrometheusDuration.of(at.plus(STEP)));
    verdict.put("alertname", PrometheusAlarm.alertName(alarm));
    if (firing) {
      PrometheusAlarm exported = new PrometheusAlarm(alarm, target);
      Map<String, Object> alert = new LinkedHashMap<>();
      alert.put("exp_labels", exported.labels());
      alert.put("exp_annotations", exported.annotations());
      verdict.put("exp_alerts", List.of(alert));
    }
    return verdict;
  }

  private List<Object> inputs(Scenario scenario, ScenarioCase scenarioCase) {
    Map<String, String> inputs = new TreeMap<>();
    for (Map.Entry<String, ScenarioSeries> entry : scenarioCase.series().entrySet()) {
      for (AlarmDefinition alarm : scenario.alarms()) {
        AlarmDefinition bound =
            alarm.bound(target.environment(), MetricCatalogue.DEFAULT_NAMESPACE);
        for (Map.Entry<String, MetricStat> stat : bound.stats().entrySet()) {
          boolean named =
              entry.getKey().equals(stat.getKey()) || entry.getKey().equals(stat.getValue().name());
          if (named) {
            inputs.put(
                PromQlMetric.selector(stat.getValue(), ""),
                PromtoolSeries.of(stat.getValue().name(), entry.getValue(), scenario.step()));
          }
        }
      }
    }
    List<Object> list = new ArrayList<>();
    inputs.forEach(
        (series, values) -> {
          Map<String, Object> input = new LinkedHashMap<>();
          input.put("series", series);
          input.put("values", values);
          list.add(input);
        });
    return list;
  }
}
