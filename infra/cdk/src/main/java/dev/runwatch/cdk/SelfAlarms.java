/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.metrics.MetricCatalogue;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.DimensionProperty;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.MetricDataQueryProperty;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.MetricProperty;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.MetricStatProperty;

/** Alarms on the monitoring itself, for those who want them: a mail that failed, data given up. */
final class SelfAlarms {

  private static final int FIVE_MINUTES = 300;

  private SelfAlarms() {}

  static void make(Stack stack, StackInput plan, Topics topics) {
    List<Object> queries = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (Severity severity : Severity.values()) {
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
    // Whichever topic failed, the two others may still get through.
    alarm(stack, plan, "self-notifications-failed")
        .alarmDescription(
            "A notification of an alarm did not reach one of those subscribed. Look at the"
                + " subscriptions: ./runwatch verify --environment "
                + plan.environment())
        .metrics(queries)
        .alarmActions(
            List.of(
                topics.arn(Severity.CRITICAL),
                topics.arn(Severity.HIGH),
                topics.arn(Severity.MEDIUM)))
        .build();
    alarm(stack, plan, "self-telemetry-dropped")
        .alarmDescription(
            "A service gave up metrics, so alarms may see less than there was. See Reason of "
                + MetricCatalogue.TELEMETRY_DROPPED
                + " and ./runwatch verify --environment "
                + plan.environment())
        .namespace(plan.settings().namespace())
        .metricName(MetricCatalogue.TELEMETRY_DROPPED)
        .dimensions(List.of(dimension(MetricCatalogue.ENVIRONMENT, plan.environment())))
        .statistic("Sum")
        .period(FIVE_MINUTES)
        .alarmActions(List.of(topics.arn(Severity.MEDIUM)))
        .build();
  }

  private static CfnAlarm.Builder alarm(Stack stack, StackInput plan, String name) {
    return CfnAlarm.Builder.create(stack, "Alarm-" + name)
        .alarmName(plan.settings().stackName() + "-" + name)
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
