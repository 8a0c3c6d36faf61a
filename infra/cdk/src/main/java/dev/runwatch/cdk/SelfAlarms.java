/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.metrics.MetricCatalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.DimensionProperty;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.MetricDataQueryProperty;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.MetricProperty;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.MetricStatProperty;

/** Optional alarms on the monitoring itself: failed notifications and dropped metrics. */
final class SelfAlarms {

  private static final int FIVE_MINUTES = 300;

  private SelfAlarms() {}

  static void make(Stack stack, StackInput input, Topics topics) {
    List<Object> queries = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    Set<String> watched = new HashSet<>();
    for (Severity severity : Severity.values()) {
      // One existing topic may be that of several severities.
      if (!watched.add(topics.arn(severity))) {
        continue;
      }
      String id = "m" + severity.word();
      ids.add("FILL(" + id + ", 0)");
      queries.add(
          MetricDataQueryProperty.builder()
              .id(id)
              .returnData(false)
              .metricStat(
                  MetricStatProperty.builder()
                      .metric(
                          MetricProperty.builder()
                              .namespace("AWS/SNS")
                              .metricName("NumberOfNotificationsFailed")
                              .dimensions(
                                  List.of(
                                      dimension("TopicName", topics.of(severity).getTopicName())))
                              .build())
                      .stat("Sum")
                      .period(FIVE_MINUTES)
                      .build())
              .build());
    }
    queries.add(
        MetricDataQueryProperty.builder()
            .id("failed")
            .label("Notifications that failed")
            .expression("SUM([" + String.join(", ", ids) + "])")
            .returnData(true)
            .build());
    // One topic failed; the two others may still work.
    alarm(stack, input, EnvironmentSettings.NOTIFICATIONS_FAILED)
        .alarmDescription(
            "A notification of an alarm did not reach a recipient. Check the subscriptions:"
                + " ./runwatch verify --environment "
                + input.environment())
        .metrics(queries)
        .alarmActions(Arrays.stream(Severity.values()).map(topics::arn).distinct().toList())
        .build();
    alarm(stack, input, EnvironmentSettings.TELEMETRY_DROPPED)
        .alarmDescription(
            "A service dropped metrics, so alarms may miss what happened. See the dimension Reason of "
                + MetricCatalogue.TELEMETRY_DROPPED
                + " and ./runwatch verify --environment "
                + input.environment())
        .namespace(input.settings().namespace())
        .metricName(MetricCatalogue.TELEMETRY_DROPPED)
        .dimensions(List.of(dimension(MetricCatalogue.ENVIRONMENT, input.environment())))
        .statistic("Sum")
        .period(FIVE_MINUTES)
        .alarmActions(List.of(topics.arn(Severity.MEDIUM)))
        .build();
  }

  private static CfnAlarm.Builder alarm(Stack stack, StackInput input, String name) {
    return CfnAlarm.Builder.create(stack, "Alarm-" + name)
        .alarmName(input.settings().stackName() + "-" + name)
        .comparisonOperator("GreaterThanThreshold")
        .threshold(0)
        .evaluationPeriods(1)
        .datapointsToAlarm(1)
        .treatMissingData("notBreaching")
        .actionsEnabled(true);
  }

  private static DimensionProperty dimension(String name, String value) {
    return DimensionProperty.builder().name(name).value(value).build();
  }
}
