/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmProperties;
import dev.runwatch.alarms.definition.PropertyDifference;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.cli.account.AwsEndpoints;
import dev.runwatch.cli.account.AwsErrors;
import dev.runwatch.cli.account.DescribedProperties;
import dev.runwatch.environments.ExpectedEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

/** Checks that every alarm exists, is as defined, and could execute its last action. */
final class AlarmsCheck {

  /** CloudWatch keeps the history for this long. */
  private static final Duration HISTORY = Duration.ofDays(30);

  private static final int SERVER_ERROR = 500;
  private static final String TAGS = "Tags";
  private static final String WARM_UP = "WarmUpConfiguration";

  private final CloudWatchClient client;
  private final ExpectedEnvironment deployed;
  private final Map<Severity, String> topics;
  private final String dashboardUrl;

  /**
   * @param region where the environment is
   * @param topics the ARN of each severity's topic
   */
  AlarmsCheck(
      CloudWatchClient client,
      ExpectedEnvironment deployed,
      String region,
      Map<Severity, String> topics) {
    this.dashboardUrl = deployed.settings().dashboardUrl(region, region);
    this.client = client;
    this.deployed = deployed;
    this.topics = topics;
  }

  /** Adds the findings, and returns the alarms of the environment that are there, by name. */
  Map<String, MetricAlarm> run(Report report, Instant now) {
    String prefix = deployed.settings().stackName() + "-";
    Map<String, MetricAlarm> found = new TreeMap<>();
    client
        .describeAlarmsPaginator(request -> request.alarmNamePrefix(prefix))
        .metricAlarms()
        .forEach(alarm -> found.put(alarm.alarmName(), alarm));
    Map<String, MetricAlarm> ours = new TreeMap<>();
    for (AlarmDefinition definition : deployed.alarms()) {
      String name = definition.cloudWatchName(deployed.settings().name().name());
      MetricAlarm alarm = found.remove(name);
      if (alarm == null) {
        report.add(Finding.fail(name, "there is no such alarm", deploy()));
        continue;
      }
      ours.put(name, alarm);
      compare(report, name, definition, alarm);
      EvaluationCheck.run(report, alarm);
      lastAction(report, name, now);
    }
    for (MetricAlarm alarm : found.values()) {
      if (ofTheMonitoringItself(alarm)) {
        ours.put(alarm.alarmName(), alarm);
        EvaluationCheck.run(report, alarm);
      } else if (!isOfAnotherEnvironment(alarm)) {
        report.add(
            Finding.warn(
                alarm.alarmName(), "no definition has this alarm", "delete it if nobody needs it"));
      }
    }
    return ours;
  }

  private boolean ofTheMonitoringItself(MetricAlarm alarm) {
    return deployed.settings().selfAlarmNames().contains(alarm.alarmName())
        || deployed.settings().weeklyTestAlarms().contains(alarm.alarmName());
  }

  /** The prefix of {@code prod} covers the alarms of {@code prod-eu}; the tag tells them apart. */
  private boolean isOfAnotherEnvironment(MetricAlarm alarm) {
    try {
      return tags(alarm).stream()
          .anyMatch(
              tag ->
                  tag.key().equals("environment")
                      && !tag.value().equals(deployed.settings().name().name()));
    } catch (CloudWatchException e) {
      return false; // the line says what is known
    }
  }

  private void compare(Report report, String name, AlarmDefinition definition, MetricAlarm alarm) {
    Map<String, Object> expected =
        deployed.settings().expected(definition, topics, dashboardUrl).properties();
    Map<String, Object> actual = DescribedProperties.of(alarm);
    List<String> unknown =
        new ArrayList<>(
            expected.keySet().stream().filter(it -> !DescribedProperties.has(it)).toList());
    if (alarm.warmUpConfiguration() == null
        && expected.containsKey(WARM_UP)
        && !AwsEndpoints.isAws(client.serviceClientConfiguration())) {
      // LocalStack does not keep the warm-up of an alarm.
      unknown.add(WARM_UP);
    }
    try {
      List<Tag> tags = tags(alarm);
      if (tags.isEmpty() && !AwsEndpoints.isAws(client.serviceClientConfiguration())) {
        // LocalStack does not pass the tags of a template on to the alarm.
        unknown.add(TAGS);
      } else {
        actual = DescribedProperties.of(alarm, tags);
      }
    } catch (CloudWatchException e) {
      unknown.add(TAGS);
      report.add(
          Finding.fail(
              name,
              "its tags cannot be read: " + AwsErrors.reason(e),
              "attach the policy of the stack's output OperatorPolicy to yourself"));
    }
    List<PropertyDifference> differences =
        AlarmProperties.differences(
            expected,
            actual,
            property -> DescribedProperties.has(property) && !unknown.contains(property));
    for (PropertyDifference difference : differences) {
      report.add(
          Finding.fail(
              name,
              difference.property()
                  + " is "
                  + quoted(difference.actual())
                  + ", the definition says "
                  + quoted(difference.expected()),
              deploy()));
    }
    if (differences.isEmpty()) {
      report.add(
          Finding.ok(
              name,
              "is as defined, in "
                  + alarm.stateValueAsString()
                  + (unknown.isEmpty() ? "" : "; not compared: " + String.join(", ", unknown))));
    }
  }

  private List<Tag> tags(MetricAlarm alarm) {
    return client.listTagsForResource(request -> request.resourceARN(alarm.alarmArn())).tags();
  }

  private void lastAction(Report report, String name, Instant now) {
    try {
      lastActionOf(report, name, now);
    } catch (CloudWatchException e) {
      if (e.statusCode() < SERVER_ERROR
          || AwsEndpoints.isAws(client.serviceClientConfiguration())) {
        throw e;
      }
      // LocalStack fails on the times of the request once an alarm has a history.
      report.add(Finding.warn(name, "this endpoint cannot tell its last action", ""));
    }
  }

  private void lastActionOf(Report report, String name, Instant now) {
    for (AlarmHistoryItem item :
        client
            .describeAlarmHistory(
                request ->
                    request
                        .alarmName(name)
                        .historyItemType(HistoryItemType.ACTION)
                        .startDate(now.minus(HISTORY))
                        .endDate(now)
                        .scanBy(ScanBy.TIMESTAMP_DESCENDING))
            .alarmHistoryItems()) {
      String summary = String.valueOf(item.historySummary());
      if (summary.startsWith("Failed to execute action")) {
        report.add(
            Finding.fail(
                name,
                "could not act at " + item.timestamp() + ": " + summary,
                "read the lines on its topic and on the topic's key below"));
      }
      return;
    }
  }

  private String deploy() {
    return "run  npx cdk deploy -c env=" + deployed.settings().name() + "  in infra/cdk";
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "empty" : text;
  }
}
