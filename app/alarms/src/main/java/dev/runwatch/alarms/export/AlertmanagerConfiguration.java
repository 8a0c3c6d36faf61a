/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.metrics.MetricCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration of Alertmanager: a route and a receiver for each severity, and inhibition, so
 * that one cause sends one page.
 */
final class AlertmanagerConfiguration {

  private AlertmanagerConfiguration() {}

  static Map<String, Object> of(List<AlarmDefinition> alarms, ExportTarget target) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("global", global(target));
    document.put("route", route(minute(alarms)));
    document.put("inhibit_rules", inhibition(alarms));
    document.put("receivers", receivers(target));
    return document;
  }

  private static Map<String, Object> global(ExportTarget target) {
    Map<String, Object> global = new LinkedHashMap<>();
    global.put("smtp_smarthost", target.smtp());
    global.put("smtp_from", target.mailFrom());
    global.put("smtp_require_tls", false);
    return global;
  }

  private static Duration minute(List<AlarmDefinition> alarms) {
    return alarms.stream().map(AlarmDefinition::minute).findFirst().orElse(Duration.ofMinutes(1));
  }

  private static Map<String, Object> route(Duration minute) {
    List<Map<String, Object>> routes = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      Map<String, Object> route = new LinkedHashMap<>();
      route.put("matchers", List.of("severity=\"" + severity.word() + "\""));
      route.put("receiver", receiver(severity));
      route.put("repeat_interval", severity == Severity.CRITICAL ? "4h" : "24h");
      routes.add(route);
    }
    Map<String, Object> top = new LinkedHashMap<>();
    top.put("receiver", receiver(Severity.MEDIUM));
    top.put("group_by", List.of("alertname", "environment"));
    // Alerts of one cause arrive together, and the causes among them inhibit the others.
    top.put("group_wait", PrometheusDuration.of(minute.dividedBy(4)));
    top.put("group_interval", PrometheusDuration.of(minute));
    top.put("routes", routes);
    return top;
  }

  private static List<Map<String, Object>> inhibition(List<AlarmDefinition> alarms) {
    List<Map<String, Object>> rules = new ArrayList<>();
    for (AlarmDefinition alarm : alarms) {
      boolean heartbeat =
          alarm.stats().values().stream()
              .map(MetricStat::name)
              .anyMatch(MetricCatalogue.COORDINATOR_HEALTHY::equals);
      if (heartbeat) {
        String name = PrometheusAlarm.alertName(alarm);
        rules.add(
            inhibit(
                List.of("alertname=\"" + name + "\""),
                List.of("alertname!=\"" + name + "\"", "service=\"runwatch\"")));
      }
    }
    rules.add(
        inhibit(
            List.of("severity=\"critical\"", "service=\"runwatch\""),
            List.of("severity=~\"high|medium\"", "service=\"runwatch\"")));
    return rules;
  }

  private static Map<String, Object> inhibit(List<String> source, List<String> suppressed) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("source_matchers", source);
    rule.put("target_matchers", suppressed);
    rule.put("equal", List.of("environment"));
    return rule;
  }

  private static List<Map<String, Object>> receivers(ExportTarget target) {
    List<Map<String, Object>> receivers = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      List<Map<String, Object>> mails = new ArrayList<>();
      for (String to : target.mailTo()) {
        Map<String, Object> mail = new LinkedHashMap<>();
        mail.put("to", to);
        mail.put("send_resolved", true);
        mails.add(mail);
      }
      Map<String, Object> receiver = new LinkedHashMap<>();
      receiver.put("name", receiver(severity));
      receiver.put("email_configs", mails);
      receivers.add(receiver);
    }
    return receivers;
  }

  private static String receiver(Severity severity) {
    return "runwatch-" + severity.word();
  }
}
