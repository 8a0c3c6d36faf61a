/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import dev.runwatch.cli.account.ActiveMute;
import dev.runwatch.cli.account.AwsEndpoints;
import dev.runwatch.cli.account.AwsErrors;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** Checks that nobody has muted an alarm, or has planned to. */
final class MutesCheck {

  private static final String SUBJECT = "mute rules";

  private final CloudWatchClient client;

  MutesCheck(CloudWatchClient client) {
    this.client = client;
  }

  /**
   * Adds the findings.
   *
   * @param alarms the names of the alarms that are there
   */
  void run(Report report, List<String> alarms) {
    List<ActiveMute> mutes;
    try {
      mutes = ActiveMute.of(client, alarms);
    } catch (AwsServiceException e) {
      if (AwsErrors.isUnknownOperation(e)
          && !AwsEndpoints.isAws(client.serviceClientConfiguration())) {
        report.add(Finding.warn(SUBJECT, "this endpoint has none, so none was looked for", ""));
        return;
      }
      throw e;
    }
    if (mutes.isEmpty()) {
      report.add(Finding.ok(SUBJECT, "none mutes an alarm"));
    }
    for (ActiveMute mute : mutes) {
      String verb = mute.active() ? "mutes " : "is going to mute ";
      String why = mute.reason().isEmpty() ? "" : ": " + mute.reason();
      report.add(
          Finding.fail(
              mute.name(),
              verb + String.join(", ", mute.alarms()) + " " + mute.end() + why,
              "ask who made it, or end it:  aws cloudwatch delete-alarm-mute-rule"
                  + " --alarm-mute-rule-name "
                  + mute.name()));
    }
  }
}
