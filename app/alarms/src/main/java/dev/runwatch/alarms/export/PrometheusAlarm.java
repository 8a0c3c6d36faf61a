/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricQuery;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Rule;
import dev.runwatch.alarms.definition.TreatMissingData;
import dev.runwatch.alarms.math.MathExpression;
import dev.runwatch.metrics.MetricCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One alarm as Prometheus rules: a recording rule for each metric and expression that it reads, if
 * it has metric math, and the alerting rule.
 */
final class PrometheusAlarm {

  private final AlarmDefinition alarm;
  private final ExportTarget target;
  private final List<Map<String, Object>> records = new ArrayList<>();
  private final Term watched;

  /**
   * @throws UnsupportedExportException if PromQL cannot express it
   */
  PrometheusAlarm(AlarmDefinition definition, ExportTarget target) {
    this.alarm = definition.bound(target.environment(), MetricCatalogue.DEFAULT_NAMESPACE);
    this.target = target;
    try {
      this.watched = alarm.metrics().size() == 1 ? only(alarm.watched()) : calculated();
    } catch (UnsupportedExportException e) {
      throw new UnsupportedExportException("alarm " + alarm.name() + ": " + e.getMessage());
    }
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

  private Term only(MetricQuery query) {
    return query.stat() == null
        ? MathExpression.parse(String.valueOf(query.expression())).fold(new PromQlFold(Map.of()))
        : metric(query.stat());
  }

  private Term calculated() {
    Map<String, Term> known = new HashMap<>();
    List<MetricQuery> waiting = new ArrayList<>(alarm.metrics());
    Term result = Term.number(0);
    while (!waiting.isEmpty()) {
      MetricQuery next =
          waiting.stream()
              .filter(query -> known.keySet().containsAll(needs(query)))
              .findFirst()
              .orElseThrow(() -> new UnsupportedExportException("an expression names no metric"));
      waiting.remove(next);
      Term term =
          next.stat() == null
              ? MathExpression.parse(String.valueOf(next.expression())).fold(new PromQlFold(known))
              : metric(next.stat());
      Term recorded = record(next.id(), term);
      known.put(next.id(), recorded);
      if (next.returnData()) {
        result = recorded;
      }
    }
    return result;
  }

  private static Set<String> needs(MetricQuery query) {
    return query.expression() == null ? Set.of() : MathExpression.parse(query.expression()).ids();
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

  private Term metric(MetricStat stat) {
    return Term.vector(PromQlMetric.of(stat, alarm.minute()), PromQlMetric.source(stat));
  }

  private Map<String, Object> alert() {
    Rule rule = alarm.rule();
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("alert", alertName(alarm));
    alert.put("expr", expression());
    if (everyPointBreaches()) {
      Duration more = alarm.period().multipliedBy(rule.evaluationPeriods() - 1L);
      if (!more.isZero()) {
        alert.put("for", PrometheusDuration.of(more));
      }
      if (alarm.period().equals(alarm.minute())) {
        alert.put("keep_firing_for", PrometheusDuration.of(alarm.minute()));
      }
    }
    alert.put("labels", labels());
    alert.put("annotations", annotations());
    return alert;
  }

  private boolean everyPointBreaches() {
    return alarm.rule().datapointsToAlarm() == alarm.rule().evaluationPeriods();
  }

  private String expression() {
    Rule rule = alarm.rule();
    String value = watched.asVector().operand();
    String breach = value + " " + rule.operator().symbol() + " " + Numerals.of(rule.threshold());
    boolean missing = !watched.total();
    if (missing && rule.treatMissingData() == TreatMissingData.BREACHING) {
      breach = "(" + breach + ") or (vector(0) unless " + value + ")";
    }
    if (!everyPointBreaches()) {
      Duration step = alarm.period();
      Duration range = step.multipliedBy(rule.evaluationPeriods() - 1L).plus(step.dividedBy(2));
      breach =
          "count_over_time(("
              + breach
              + ")["
              + PrometheusDuration.of(range)
              + ":"
              + PrometheusDuration.of(step)
              + "]) >= "
              + rule.datapointsToAlarm();
    }
    if (missing && rule.treatMissingData() == TreatMissingData.IGNORE) {
      Map<String, String> firing = new LinkedHashMap<>();
      firing.put("alertname", alertName(alarm));
      firing.put("alertstate", "firing");
      firing.putAll(environment());
      String state = "max(ALERTS" + PromQlMetric.labels(firing) + ")";
      breach = "(" + breach + ") or (" + state + " unless " + value + ")";
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
