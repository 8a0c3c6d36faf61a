/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.TreatMissingData;
import dev.runwatch.metrics.MetricCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One alarm as Prometheus rules: a recording rule for each metric and expression that it reads, if
 * it has metric math, and the alerting rule.
 */
final class PrometheusAlarm {

  private final AlarmDefinition alarm;
  private final ExportTarget target;
  private final List<Map<String, Object>> records = new ArrayList<>();
  private final WatchedExpression watched;

  /**
   * @throws UnsupportedExportException if PromQL cannot express it
   */
  PrometheusAlarm(AlarmDefinition definition, ExportTarget target) {
    this.alarm = definition.bound(target.environment(), MetricCatalogue.DEFAULT_NAMESPACE);
    this.target = target;
    this.watched = new WatchedExpression(alarm, Dialect.PROMETHEUS, this::record);
  }

  /** {@code CoordinatorDown} for {@code coordinator-down}. */
  static String alertName(AlarmDefinition alarm) {
    return alertName(alarm.name());
  }

  static String alertName(String alarm) {
    return Arrays.stream(alarm.split("[^A-Za-z0-9]+"))
        .filter(word -> !word.isEmpty())
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }

  /** The time between two scrapes, and between two evaluations: a quarter of a minute. */
  static Duration step(AlarmDefinition alarm) {
    return alarm.minute().dividedBy(4);
  }

  /** The rules, those that record first. */
  List<Map<String, Object>> rules() {
    List<Map<String, Object>> rules = new ArrayList<>(records);
    rules.add(alert());
    return rules;
  }

  private Term record(String id, Term term) {
    String name = "runwatch:" + snake(alarm.name()) + ":" + snake(id);
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("record", name);
    rule.put("expr", term.asVector().text());
    rule.put("labels", Map.of("environment", target.environment()));
    records.add(rule);
    String read = "sum(" + name + PromQlMetric.labels(environment()) + ")";
    return Term.call(read, term.total(), term.source());
  }

  private Map<String, Object> alert() {
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("alert", alertName(alarm));
    alert.put("expr", expression());
    if (!watched.isCounted()) {
      if (!watched.holds().isZero()) {
        alert.put("for", PrometheusDuration.of(watched.holds()));
      }
      if (alarm.period().equals(alarm.minute())) {
        alert.put("keep_firing_for", PrometheusDuration.of(alarm.minute()));
      }
    }
    alert.put("labels", labels());
    alert.put("annotations", annotations());
    return alert;
  }

  private String expression() {
    String breach = watched.breach();
    if (watched.canBeMissing() && alarm.rule().treatMissingData() == TreatMissingData.IGNORE) {
      Map<String, String> firing = new LinkedHashMap<>();
      firing.put("alertname", alertName(alarm));
      firing.put("alertstate", "firing");
      firing.putAll(environment());
      String state = "max(ALERTS" + PromQlMetric.labels(firing) + ")";
      breach = "(" + breach + ") or (" + state + " unless " + watched.value() + ")";
    }
    return breach;
  }

  private Map<String, String> environment() {
    return Map.of("environment", target.environment());
  }

  Map<String, Object> labels() {
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("environment", target.environment());
    labels.put("service", "runwatch");
    labels.put("severity", alarm.severity().word());
    return labels;
  }

  Map<String, Object> annotations() {
    Map<String, Object> annotations = new LinkedHashMap<>();
    annotations.put("summary", alarm.summary());
    annotations.put("description", alarm.description(target.runbookBase()));
    if (!alarm.runbook().isEmpty()) {
      boolean url = alarm.runbook().startsWith("https://");
      annotations.put("runbook_url", (url ? "" : target.runbookBase()) + alarm.runbook());
    }
    return annotations;
  }

  private static String snake(String name) {
    return name.replaceAll("[^A-Za-z0-9]+", "_");
  }
}
