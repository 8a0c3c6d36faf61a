/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import dev.runwatch.common.Json;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Items of an alarm's history. */
final class HistoryItems {

  private HistoryItems() {}

  static AlarmHistoryItem failure() {
    return AlarmHistoryItem.builder().historySummary("Failed to execute action arn:topic").build();
  }

  /** As the history of a real account has it. */
  static AlarmHistoryItem published(String target, StateValue state) {
    String notification =
        Json.mapper().writeValueAsString(Map.of("NewStateValue", state.toString()));
    String message = Json.mapper().writeValueAsString(Map.of("default", notification));
    return AlarmHistoryItem.builder()
        .historySummary("Successfully executed action " + target)
        .historyData(
            Json.mapper()
                .writeValueAsString(
                    Map.of(
                        "actionState",
                        "Succeeded",
                        "notificationResource",
                        target,
                        "publishedMessage",
                        message)))
        .build();
  }
}
