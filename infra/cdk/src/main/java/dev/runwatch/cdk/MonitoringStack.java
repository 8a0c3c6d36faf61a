/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.common.Json;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.DefaultStackSynthesizer;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.IStackSynthesizer;
import software.amazon.awscdk.LegacyStackSynthesizer;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.amazon.awscdk.services.cloudwatch.CfnDashboard;
import software.constructs.Construct;

/**
 * The stack of one environment: topics by severity, the alarms of the definition files, the
 * dashboard, and the policies of services and of operators. The template names neither account nor
 * region.
 */
final class MonitoringStack extends Stack {

  MonitoringStack(Construct scope, StackInput input) {
    super(
        scope,
        input.settings().stackName(),
        StackProps.builder()
            .stackName(input.settings().stackName())
            .description("Runwatch: alarms, topics and dashboard of " + input.environment())
            .env(Environment.builder().region(input.region()).build())
            .synthesizer(synthesizer(input))
            .build());
    Topics topics = new Topics(this, input.settings());
    Subscriptions.make(this, input, topics);
    String dashboardUrl = input.settings().dashboardUrl(input.region(), Aws.REGION);
    Map<String, String> arns = new HashMap<>();
    for (AlarmDefinition definition : input.alarms()) {
      CfnAlarm alarm =
          AlarmResource.make(
              this,
              input.settings().expected(definition, topics.arns(), dashboardUrl),
              input.context().alarmTags());
      arns.put(definition.name(), alarm.getAttrArn());
    }
    if (input.context().selfAlarms()) {
      SelfAlarms.make(this, input, topics);
    }
    input.settings().weeklyTest().ifPresent(it -> WeeklyTest.make(this, input, topics, it));
    CfnDashboard board =
        CfnDashboard.Builder.create(this, "Dashboard")
            .dashboardName(input.settings().dashboardName(Aws.REGION))
            .dashboardBody(
                input
                    .dashboard()
                    .body(
                        Aws.REGION,
                        input.environment(),
                        input.settings().namespace(),
                        arns,
                        input.settings().runbooks()))
            .build();
    Policies policies = new Policies(this, input);
    for (Severity severity : Severity.values()) {
      output("Topic" + name(severity), topics.arn(severity));
    }
    output("DashboardName", board.getRef());
    output("DashboardUrl", dashboardUrl);
    output("PublisherPolicy", policies.publisher().getManagedPolicyArn());
    output("OperatorPolicy", policies.operator(topics).getManagedPolicyArn());
    Map<String, String> with = input.context().deployedWith();
    if (!with.isEmpty()) {
      output("DeployedWith", Json.mapper().writeValueAsString(with));
    }
    Tags.of(this).add("service", "runwatch");
    Tags.of(this).add("environment", input.environment());
  }

  static String name(Severity severity) {
    String word = severity.word();
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static IStackSynthesizer synthesizer(StackInput input) {
    return input.context().legacy() ? new LegacyStackSynthesizer() : new DefaultStackSynthesizer();
  }

  private void output(String name, String value) {
    CfnOutput.Builder.create(this, name).value(value).build();
  }
}
