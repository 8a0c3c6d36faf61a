/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.AlarmDefinition;
import dev.runwatch.alarms.Severity;
import dev.runwatch.dashboards.Dashboard;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.amazon.awscdk.services.cloudwatch.CfnDashboard;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/**
 * Topics by severity, the alarms of the definition files, the dashboard, and the policy of those
 * who publish, for one environment.
 */
final class MonitoringStack extends Stack {

  MonitoringStack(
      Construct scope, Settings settings, List<AlarmDefinition> alarms, Dashboard dashboard) {
    super(
        scope,
        "runwatch-" + settings.environment(),
        StackProps.builder()
            .stackName("runwatch-" + settings.environment())
            .description("Runwatch: alarms, topics and dashboard of " + settings.environment())
            .build());
    Map<Severity, Topic> topics = new MailTopics(this, settings).bySeverity();
    Map<String, String> arns = new HashMap<>();
    for (AlarmDefinition definition : alarms) {
      AlarmDefinition bound = definition.bound(settings.environment().name(), settings.namespace());
      CfnAlarm alarm =
          AlarmResource.make(this, bound, settings.environment().name(), new EnumMap<>(topics));
      arns.put(definition.name(), alarm.getAttrArn());
    }
    String environment = settings.environment().name();
    CfnDashboard board =
        CfnDashboard.Builder.create(this, "Dashboard")
            .dashboardName("runwatch-" + environment)
            .dashboardBody(dashboard.body(getRegion(), environment, settings.namespace(), arns))
            .build();
    ManagedPolicy publisher = publisher(settings);
    topics.forEach(
        (severity, topic) ->
            CfnOutput.Builder.create(this, "Topic" + name(severity))
                .value(topic.getTopicArn())
                .build());
    CfnOutput.Builder.create(this, "DashboardName").value(board.getRef()).build();
    CfnOutput.Builder.create(this, "PublisherPolicy")
        .value(publisher.getManagedPolicyArn())
        .build();
    Tags.of(this).add("service", "runwatch");
    Tags.of(this).add("environment", environment);
  }

  static String name(Severity severity) {
    String word = severity.word();
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private ManagedPolicy publisher(Settings settings) {
    return ManagedPolicy.Builder.create(this, "Publisher")
        .managedPolicyName("runwatch-" + settings.environment() + "-publisher")
        .description("Lets a service publish metrics into " + settings.namespace())
        .statements(
            List.of(
                PolicyStatement.Builder.create()
                    .effect(Effect.ALLOW)
                    .actions(List.of("cloudwatch:PutMetricData"))
                    // PutMetricData knows no resources; the namespace is its only bound.
                    .resources(List.of("*"))
                    .conditions(
                        Map.of(
                            "StringEquals", Map.of("cloudwatch:namespace", settings.namespace())))
                    .build()))
        .build();
  }
}
