/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.Severity;
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
 * Topics by severity, the alarms of the definition files, the dashboard, and the policies of those
 * who publish and of those who operate, for one environment. The template names neither account nor
 * region.
 */
final class MonitoringStack extends Stack {

  MonitoringStack(Construct scope, StackInput plan) {
    super(
        scope,
        plan.settings().stackName(),
        StackProps.builder()
            .stackName(plan.settings().stackName())
            .description("Runwatch: alarms, topics and dashboard of " + plan.environment())
            .env(Environment.builder().region(plan.region()).build())
            .synthesizer(synthesizer(plan))
            .build());
    Topics topics = new Topics(this, plan.settings());
    Subscriptions.make(this, plan, topics);
    Map<String, String> arns = new HashMap<>();
    for (AlarmDefinition definition : plan.alarms()) {
      CfnAlarm alarm =
          AlarmResource.make(this, plan.settings().expected(definition, topics.arns()));
      arns.put(definition.name(), alarm.getAttrArn());
    }
    if (plan.context().selfAlarms()) {
      SelfAlarms.make(this, plan, topics);
    }
    CfnDashboard board =
        CfnDashboard.Builder.create(this, "Dashboard")
            .dashboardName(plan.settings().stackName())
            .dashboardBody(
                plan.dashboard()
                    .body(Aws.REGION, plan.environment(), plan.settings().namespace(), arns))
            .build();
    Policies policies = new Policies(this, plan);
    for (Severity severity : Severity.values()) {
      output("Topic" + name(severity), topics.arn(severity));
    }
    output("DashboardName", board.getRef());
    output(
        "DashboardUrl",
        "https://"
            + Aws.REGION
            + ".console.aws.amazon.com/cloudwatch/home?region="
            + Aws.REGION
            + "#dashboards/dashboard/"
            + plan.settings().stackName());
    output("PublisherPolicy", policies.publisher().getManagedPolicyArn());
    output("OperatorPolicy", policies.operator(topics).getManagedPolicyArn());
    Tags.of(this).add("service", "runwatch");
    Tags.of(this).add("environment", plan.environment());
  }

  static String name(Severity severity) {
    String word = severity.word();
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static IStackSynthesizer synthesizer(StackInput plan) {
    return plan.context().legacy() ? new LegacyStackSynthesizer() : new DefaultStackSynthesizer();
  }

  private void output(String name, String value) {
    CfnOutput.Builder.create(this, name).value(value).build();
  }
}
