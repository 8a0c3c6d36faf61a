/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricQuery;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.alarms.yaml.Numbers;
import dev.runwatch.environments.EnvironmentSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/** An alarm's properties as texts, from its definition and from the account, to be compared. */
final class AlarmProperties {

  private static final String METRICS = "Metrics.";

  private AlarmProperties() {}

  /** What the definition says, with the stack's actions. */
  static Map<String, String> wanted(
      AlarmDefinition definition, EnvironmentSettings settings, Map<Severity, String> topics) {
    Map<String, String> all = new TreeMap<>();
    String topic = topics.getOrDefault(definition.severity(), "");
    all.put("AlarmDescription", settings.description(definition));
    all.put("ActionsEnabled", "true");
    all.put("AlarmActions", topic);
    all.put("OKActions", topic);
    all.put(
        "InsufficientDataActions",
        definition.metric().isPresent() ? "" : topics.getOrDefault(Severity.MEDIUM, ""));
    all.put("ComparisonOperator", definition.rule().operator().word());
    all.put("Threshold", Numbers.format(definition.rule().threshold()));
    all.put("EvaluationPeriods", "" + definition.rule().evaluationPeriods());
    all.put("DatapointsToAlarm", "" + definition.rule().datapointsToAlarm());
    all.put("TreatMissingData", definition.rule().treatMissingData().word());
    if (definition.metric().isPresent()) {
      putStat(all, "", definition.metric().get());
    } else {
      definition.metrics().forEach(query -> putQuery(all, query));
    }
    return all;
  }

  /** What the account has. */
  static Map<String, String> found(MetricAlarm alarm) {
    Map<String, String> all = new TreeMap<>();
    all.put("AlarmDescription", text(alarm.alarmDescription()));
    all.put("ActionsEnabled", text(alarm.actionsEnabled()));
    all.put("AlarmActions", list(alarm.alarmActions()));
    all.put("OKActions", list(alarm.okActions()));
    all.put("InsufficientDataActions", list(alarm.insufficientDataActions()));
    all.put("ComparisonOperator", text(alarm.comparisonOperatorAsString()));
    all.put("Threshold", alarm.threshold() == null ? "" : Numbers.format(alarm.threshold()));
    all.put("EvaluationPeriods", text(alarm.evaluationPeriods()));
    // CloudWatch leaves it out where it is the number of periods.
    all.put(
        "DatapointsToAlarm",
        text(Objects.requireNonNullElse(alarm.datapointsToAlarm(), alarm.evaluationPeriods())));
    all.put("TreatMissingData", text(alarm.treatMissingData()));
    if (alarm.hasMetrics()) {
      alarm.metrics().forEach(query -> putQuery(all, query));
    } else {
      all.put("Namespace", text(alarm.namespace()));
      all.put("MetricName", text(alarm.metricName()));
      all.put("Dimensions", dimensions(alarm.dimensions()));
      all.put("Period", text(alarm.period()));
      String extended = alarm.extendedStatistic();
      all.put("Statistic", text(extended == null ? alarm.statisticAsString() : extended));
    }
    return all;
  }

  private static void putQuery(Map<String, String> all, MetricQuery query) {
    String prefix = METRICS + query.id() + ".";
    all.put(prefix + "ReturnData", "" + query.returnData());
    if (query.expression() != null) {
      all.put(prefix + "Expression", query.expression());
    }
    if (query.stat() != null) {
      putStat(all, prefix, query.stat());
    }
  }

  private static void putStat(Map<String, String> all, String prefix, MetricStat stat) {
    all.put(prefix + "Namespace", stat.namespace());
    all.put(prefix + "MetricName", stat.name());
    all.put(prefix + "Dimensions", new TreeMap<>(stat.dimensions()).toString());
    all.put(prefix + "Period", "" + stat.period().toSeconds());
    all.put(prefix + "Statistic", stat.statistic().name());
  }

  private static void putQuery(Map<String, String> all, MetricDataQuery query) {
    String prefix = METRICS + query.id() + ".";
    all.put(prefix + "ReturnData", "" + (query.returnData() == null || query.returnData()));
    if (query.expression() != null) {
      all.put(prefix + "Expression", query.expression());
    }
    if (query.metricStat() != null) {
      all.put(prefix + "Namespace", text(query.metricStat().metric().namespace()));
      all.put(prefix + "MetricName", text(query.metricStat().metric().metricName()));
      all.put(prefix + "Dimensions", dimensions(query.metricStat().metric().dimensions()));
      all.put(prefix + "Period", text(query.metricStat().period()));
      all.put(prefix + "Statistic", text(query.metricStat().stat()));
    }
  }

  private static String dimensions(List<Dimension> dimensions) {
    Map<String, String> pairs = new TreeMap<>();
    dimensions.forEach(dimension -> pairs.put(dimension.name(), dimension.value()));
    return pairs.toString();
  }

  private static String list(List<String> actions) {
    return String.join(", ", actions);
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
