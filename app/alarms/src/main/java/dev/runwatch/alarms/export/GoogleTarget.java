/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import java.util.List;

/**
 * Where alert policies are used, and whom they tell.
 *
 * @param environment the environment whose metrics they watch
 * @param runbookBase precedes a runbook's path; may be empty
 * @param channels the notification channels, such as {@code
 *     projects/my-project/notificationChannels/123}; may be empty
 */
public record GoogleTarget(String environment, String runbookBase, List<String> channels) {

  public GoogleTarget {
    channels = List.copyOf(channels);
  }
}
