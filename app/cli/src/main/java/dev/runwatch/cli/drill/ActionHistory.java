/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import dev.runwatch.common.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The actions that CloudWatch executed for one alarm, as its history has them. */
final class ActionHistory {

  private final CloudWatchClient cloudWatch;
  private final String alarm;

  ActionHistory(CloudWatchClient cloudWatch, String alarm) {
    this.cloudWatch = cloudWatch;
    this.alarm = alarm;
  }

  /** Why an action failed since then, or empty. */
  Optional<String> failure(Instant since) {
    return items(since).stream()
        .map(item -> String.valueOf(item.historySummary()))
        .filter(summary -> summary.startsWith("Failed"))
        .findFirst();
  }

  /** Whether the action on that topic was executed for that state since then. */
  boolean published(String topic, StateValue state, Instant since) {
    return items(since).stream()
        .filter(
            item ->
                String.valueOf(item.historySummary()).startsWith("Successfully executed action"))
        .anyMatch(item -> isOf(item, topic, state));
  }

  /** The data of an item hold the message, which holds the notification, each as text. */
  private static boolean isOf(AlarmHistoryItem item, String topic, StateValue state) {
    try {
      JsonNode data = Json.mapper().readTree(String.valueOf(item.historyData()));
      JsonNode message = Json.mapper().readTree(data.path("publishedMessage").asString("{}"));
      JsonNode notification = Json.mapper().readTree(message.path("default").asString("{}"));
      return data.path("notificationResource").asString("").equals(topic)
          && notification.path("NewStateValue").asString("").equals(state.toString());
    } catch (JacksonException e) {
      return false;
    }
  }

  private List<AlarmHistoryItem> items(Instant since) {
    return cloudWatch
        .describeAlarmHistory(
            request ->
                request.alarmName(alarm).historyItemType(HistoryItemType.ACTION).startDate(since))
        .alarmHistoryItems();
  }
}
