/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import dev.runwatch.environments.EnvironmentSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/**
 * Checks that the weekly test of paging really happens, by the history of its alarms. That says
 * more than the schedule's state: the scheduler fired the alarm, and CloudWatch published it.
 */
final class WeeklyTestCheck {

  /** A week and a day. */
  private static final Duration LATEST = Duration.ofDays(8);

  private final CloudWatchClient client;
  private final EnvironmentSettings settings;

  WeeklyTestCheck(CloudWatchClient client, EnvironmentSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /**
   * Adds the findings.
   *
   * @param alarms the alarms that are there, by name
   */
  void run(Report report, Map<String, MetricAlarm> alarms, Instant now) {
    for (String name : settings.weeklyTestAlarms()) {
      MetricAlarm alarm = alarms.get(name);
      if (alarm == null) {
        report.add(
            Finding.fail(
                name,
                "there is no such alarm, so the weekly test does not happen",
                "run  npx cdk deploy -c env=" + settings.name() + "  in infra/cdk"));
      } else if (published(name, now)) {
        report.add(Finding.ok(name, "was fired by the schedule in the last 8 days"));
      } else if (isYoung(alarm, now)) {
        report.add(Finding.warn(name, "has not been fired yet", "wait for the schedule"));
      } else {
        report.add(
            Finding.fail(
                name,
                "was not fired in the last 8 days",
                "look at the stack's schedules in EventBridge Scheduler: are they enabled?"));
      }
    }
  }

  private boolean published(String name, Instant now) {
    return client
        .describeAlarmHistory(
            request ->
                request
                    .alarmName(name)
                    .historyItemType(HistoryItemType.ACTION)
                    .startDate(now.minus(LATEST))
                    .endDate(now))
        .alarmHistoryItems()
        .stream()
        .anyMatch(it -> String.valueOf(it.historySummary()).startsWith("Successfully"));
  }

  private static boolean isYoung(MetricAlarm alarm, Instant now) {
    Instant made = alarm.alarmConfigurationUpdatedTimestamp();
    return made == null || made.isAfter(now.minus(LATEST));
  }
}
