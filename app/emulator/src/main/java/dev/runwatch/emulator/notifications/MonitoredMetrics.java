/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.notifications;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricQuery;
import dev.runwatch.alarms.definition.MetricStat;
import java.util.Locale;
import java.util.stream.Collectors;

/** The part of an alarm mail that names the metrics. */
final class MonitoredMetrics {

  private MonitoredMetrics() {}

  static String text(AlarmDefinition alarm) {
    String treatment = line("TreatMissingData", alarm.rule().treatMissingData().word());
    if (alarm.plain()) {
      MetricStat stat = alarm.metric().orElseThrow();
      return "Monitored Metric:\n" + metric(stat) + treatment;
    }
    StringBuilder text = new StringBuilder("Monitored Metrics:\n");
    for (MetricQuery query : alarm.metrics()) {
      text.append(line("MetricId", query.id()));
      if (query.expression() != null) {
        text.append(line("MetricExpression", query.expression()));
      }
      if (query.label() != null) {
        text.append(line("MetricLabel", query.label()));
      }
      if (query.stat() != null) {
        text.append(metric(query.stat()));
      }
      text.append('\n');
    }
    return text + treatment;
  }

  private static String metric(MetricStat stat) {
    return line("MetricNamespace", stat.namespace())
        + line("MetricName", stat.name())
        + line(
            "Dimensions",
            stat.dimensions().entrySet().stream()
                .map(entry -> "[" + entry.getKey() + " = " + entry.getValue() + "]")
                .collect(Collectors.joining(" ")))
        + line("Period", stat.period().toSeconds() + " seconds")
        + line("Statistic", stat.statistic().name())
        + line("Unit", stat.unit() == null ? "not specified" : stat.unit());
  }

  private static String line(String name, String value) {
    return String.format(Locale.ROOT, "- %-37s%s", name + ":", value).stripTrailing() + "\n";
  }
}
