/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.metrics.MetricCatalogue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One alarm as an alert policy of Google Cloud Monitoring, with a PromQL condition. */
final class GoogleAlarm {

  /** The least that Google accepts. */
  private static final Duration AUTO_CLOSE = Duration.ofMinutes(30);

  private final AlarmDefinition alarm;
  private final GoogleTarget target;
  private final WatchedExpression watched;

  /**
   * @throws UnsupportedExportException if PromQL cannot express it
   */
  GoogleAlarm(AlarmDefinition definition, GoogleTarget target) {
    this.alarm = definition.bound(target.environment(), MetricCatalogue.DEFAULT_NAMESPACE);
    this.target = target;
    this.watched = new WatchedExpression(alarm, Dialect.GOOGLE, (id, term) -> term);
  }

  Map<String, Object> policy() {
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("displayName", "runwatch-" + target.environment() + "/" + alarm.name());
    policy.put("severity", severity());
    policy.put("enabled", true);
    policy.put("combiner", "OR");
    policy.put("conditions", List.of(condition()));
    policy.put("alertStrategy", Map.of("autoClose", seconds(AUTO_CLOSE)));
    policy.put("documentation", documentation());
    policy.put("userLabels", labels());
    policy.put("notificationChannels", target.channels());
    return policy;
  }

  private Map<String, Object> condition() {
    Map<String, Object> promQl = new LinkedHashMap<>();
    promQl.put("query", watched.breach());
    promQl.put("duration", seconds(watched.holds()));
    promQl.put("evaluationInterval", seconds(alarm.minute()));
    promQl.put("ruleGroup", "runwatch-" + target.environment());
    promQl.put("alertRule", PrometheusAlarm.alertName(alarm));
    promQl.put("labels", labels());
    // A metric exists from its first point on, and a policy is often there before.
    promQl.put("disableMetricValidation", true);
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put("displayName", alarm.summary());
    condition.put("conditionPrometheusQueryLanguage", promQl);
    return condition;
  }

  private Map<String, Object> documentation() {
    Map<String, Object> documentation = new LinkedHashMap<>();
    documentation.put("subject", alarm.name() + " in " + target.environment());
    documentation.put("content", alarm.description(target.runbookBase()));
    documentation.put("mimeType", "text/markdown");
    return documentation;
  }

  private Map<String, Object> labels() {
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("environment", target.environment());
    labels.put("service", "runwatch");
    labels.put("severity", alarm.severity().word());
    return labels;
  }

  private String severity() {
    return switch (alarm.severity()) {
      case CRITICAL -> "CRITICAL";
      case HIGH -> "ERROR";
      case MEDIUM -> "WARNING";
    };
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + "s";
  }
}
