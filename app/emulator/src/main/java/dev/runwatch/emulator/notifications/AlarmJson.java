/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.notifications;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.MetricQuery;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.evaluation.StateTransition;
import dev.runwatch.common.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The message of an alarm as JSON, with the fields in CloudWatch's order. */
final class AlarmJson {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private AlarmJson() {}

  static String of(
      AlarmNotification notification,
      AlarmDefinition alarm,
      StateTransition change,
      Instant configuredAt) {
    Map<String, @Nullable Object> message = new LinkedHashMap<>();
    message.put("AlarmName", alarm.name());
    message.put("AlarmDescription", alarm.description().isEmpty() ? null : alarm.description());
    message.put("AWSAccountId", AlarmNotification.ACCOUNT);
    message.put("AlarmConfigurationUpdatedTimestamp", TIME.format(configuredAt));
    message.put("NewStateValue", change.to().name());
    message.put("NewStateReason", change.reason());
    message.put("StateChangeTime", TIME.format(change.at()));
    message.put("Region", AlarmNotification.regionName());
    message.put("AlarmArn", notification.arn());
    message.put("OldStateValue", change.from().name());
    message.put("OKActions", notification.actions(AlarmState.OK));
    message.put("AlarmActions", notification.actions(AlarmState.ALARM));
    message.put("InsufficientDataActions", notification.actions(AlarmState.INSUFFICIENT_DATA));
    message.put("Trigger", trigger(alarm));
    message.put("ActionExecutedAfterMuteWindow", change.afterMute());
    return new String(Json.bytes(message), StandardCharsets.UTF_8);
  }

  private static Map<String, @Nullable Object> trigger(AlarmDefinition alarm) {
    Map<String, @Nullable Object> trigger = new LinkedHashMap<>();
    alarm.metric().ifPresent(stat -> plain(trigger, stat));
    trigger.put("Period", alarm.period().toSeconds());
    trigger.put("EvaluationPeriods", alarm.rule().evaluationPeriods());
    if (alarm.rule().namesDatapoints()) {
      trigger.put("DatapointsToAlarm", alarm.rule().datapointsToAlarm());
    }
    trigger.put("ComparisonOperator", alarm.rule().operator().word());
    trigger.put("Threshold", alarm.rule().threshold());
    trigger.put("TreatMissingData", alarm.rule().treatMissingData().word());
    trigger.put(
        "EvaluateLowSampleCountPercentile", alarm.rule().evaluateLowSamples() ? "" : "ignore");
    if (!alarm.plain()) {
      trigger.put("Metrics", alarm.metrics().stream().map(AlarmJson::query).toList());
    }
    return trigger;
  }

  private static void plain(Map<String, @Nullable Object> trigger, MetricStat stat) {
    trigger.put("MetricName", stat.name());
    trigger.put("Namespace", stat.namespace());
    String type = stat.statistic().isExtended() ? "ExtendedStatistic" : "Statistic";
    trigger.put("StatisticType", type);
    trigger.put(
        type,
        stat.statistic().isExtended()
            ? stat.statistic().name()
            : stat.statistic().name().toUpperCase(Locale.ROOT));
    trigger.put("Unit", stat.unit());
    trigger.put("Dimensions", dimensions(stat));
  }

  private static Map<String, @Nullable Object> query(MetricQuery query) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    if (query.expression() != null) {
      entry.put("Expression", query.expression());
    }
    entry.put("Id", query.id());
    if (query.label() != null) {
      entry.put("Label", query.label());
    }
    MetricStat stat = query.stat();
    if (stat != null) {
      Map<String, @Nullable Object> metric = new LinkedHashMap<>();
      metric.put("Dimensions", dimensions(stat));
      metric.put("MetricName", stat.name());
      metric.put("Namespace", stat.namespace());
      Map<String, @Nullable Object> read = new LinkedHashMap<>();
      read.put("Metric", metric);
      read.put("Period", stat.period().toSeconds());
      read.put("Stat", stat.statistic().name());
      entry.put("MetricStat", read);
    }
    entry.put("ReturnData", query.returnData());
    return entry;
  }

  private static List<Map<String, String>> dimensions(MetricStat stat) {
    return stat.dimensions().entrySet().stream()
        .map(
            entry -> {
              Map<String, String> dimension = new LinkedHashMap<>();
              dimension.put("value", entry.getValue());
              dimension.put("name", entry.getKey());
              return dimension;
            })
        .toList();
  }
}
