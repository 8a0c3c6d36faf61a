/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.common.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.amazon.awscdk.services.scheduler.CfnSchedule.FlexibleTimeWindowProperty;
import software.amazon.awscdk.services.scheduler.CfnSchedule.TargetProperty;

/**
 * A test page on a schedule: an alarm of each severity that nothing but the schedule fires. It
 * tests the whole way from alarm over key and topic to the recipients. Its metric never has data,
 * so CloudWatch sets the alarm back by itself.
 */
final class WeeklyTest {

  private static final String REASON = "weekly test of paging; nothing is wrong";

  private WeeklyTest() {}

  static void make(Stack stack, StackInput input, Topics topics, String schedule) {
    List<String> arns = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      arns.add(alarm(stack, input, severity, topics.arn(severity)).getAttrArn());
    }
    String role = role(stack, arns).getRoleArn();
    for (Severity severity : Severity.values()) {
      Map<String, String> request = new TreeMap<>();
      request.put("AlarmName", input.settings().weeklyTestAlarm(severity));
      request.put("StateValue", "ALARM");
      request.put("StateReason", REASON);
      CfnSchedule.Builder.create(stack, "WeeklyTest-" + severity.word())
          .scheduleExpression(schedule)
          .flexibleTimeWindow(FlexibleTimeWindowProperty.builder().mode("OFF").build())
          .target(
              TargetProperty.builder()
                  .arn("arn:" + Aws.PARTITION + ":scheduler:::aws-sdk:cloudwatch:setAlarmState")
                  .roleArn(role)
                  .input(Json.mapper().writeValueAsString(request))
                  .build())
          .build();
    }
  }

  private static CfnAlarm alarm(Stack stack, StackInput input, Severity severity, String topic) {
    return CfnAlarm.Builder.create(stack, "WeeklyTestAlarm-" + severity.word())
        .alarmName(input.settings().weeklyTestAlarm(severity))
        .alarmDescription(
            "The weekly test of paging for " + severity.word() + " alarms. Nothing is wrong.")
        .namespace(input.settings().namespace())
        .metricName("weekly_test")
        .statistic("Sum")
        .period(60)
        .comparisonOperator("GreaterThanThreshold")
        .threshold(0)
        .evaluationPeriods(1)
        .datapointsToAlarm(1)
        .treatMissingData("notBreaching")
        .actionsEnabled(true)
        .alarmActions(List.of(topic))
        .build();
  }

  /** What the scheduler may do: fire these alarms. */
  private static Role role(Stack stack, List<String> alarms) {
    ServicePrincipal scheduler =
        ServicePrincipal.Builder.create("scheduler.amazonaws.com")
            .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID)))
            .build();
    return Role.Builder.create(stack, "WeeklyTestRole")
        .assumedBy(scheduler)
        .managedPolicies(
            List.of(
                ManagedPolicy.Builder.create(stack, "WeeklyTestPolicy")
                    .statements(
                        List.of(
                            PolicyStatement.Builder.create()
                                .effect(Effect.ALLOW)
                                .actions(List.of("cloudwatch:SetAlarmState"))
                                .resources(alarms)
                                .build()))
                    .build()))
        .build();
  }
}
