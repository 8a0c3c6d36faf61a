/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Exports alarms to Prometheus: rules, tests of the rules, and Alertmanager's configuration. */
public final class PrometheusExport {

  /** The file of the rules. */
  public static final String RULES = "runwatch.rules.yml";

  /** The file of Alertmanager's configuration. */
  public static final String ALERTMANAGER = "alertmanager.yml";

  private static final String COMMAND = "./runwatch alarms export prometheus";

  private final List<AlarmDefinition> alarms;
  private final ExportTarget target;

  /**
   * @param alarms the alarms; may be bound to an environment's thresholds
   */
  public PrometheusExport(List<AlarmDefinition> alarms, ExportTarget target) {
    this.alarms = List.copyOf(alarms);
    this.target = target;
  }

  /**
   * The files by their names.
   *
   * @param scenarios by the names of their files without extension; those with alarms of their own
   *     are left out
   * @param differences the minutes in which Prometheus says something else
   * @throws UnsupportedExportException if PromQL cannot express an alarm
   */
  public Map<String, String> files(Map<String, Scenario> scenarios, List<Difference> differences) {
    Map<String, String> files = new TreeMap<>();
    files.put(RULES, YamlText.of(COMMAND, rules()));
    files.put(ALERTMANAGER, YamlText.of(COMMAND, AlertmanagerConfiguration.of(alarms, target)));
    PromtoolTests tests = new PromtoolTests(target, differences);
    scenarios.forEach(
        (stem, scenario) -> {
          if (alarms.containsAll(scenario.alarms())) {
            files.put(
                "tests/" + stem + ".test.yml",
                YamlText.of(COMMAND, tests.of(stem, scenario, "../" + RULES)));
          }
        });
    return files;
  }

  private Map<String, Object> rules() {
    List<Map<String, Object>> groups = new ArrayList<>();
    for (AlarmDefinition alarm : alarms) {
      Map<String, Object> group = new LinkedHashMap<>();
      group.put("name", "runwatch-" + target.environment() + "-" + alarm.name());
      group.put("interval", PrometheusDuration.of(PrometheusAlarm.step(alarm)));
      group.put("rules", new PrometheusAlarm(alarm, target).rules());
      groups.add(group);
    }
    return Map.of("groups", groups);
  }
}
