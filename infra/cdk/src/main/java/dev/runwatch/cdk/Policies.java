/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.definition.Severity;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** The managed policies of services that publish and of operators. */
final class Policies {

  private final Stack stack;
  private final StackInput input;

  Policies(Stack stack, StackInput input) {
    this.stack = stack;
    this.input = input;
  }

  /** For coordinators and runners: publishing metrics into this namespace, nothing else. */
  ManagedPolicy publisher() {
    String namespace = input.settings().namespace();
    ManagedPolicy policy =
        policy(
            "Publisher",
            "publisher",
            "Lets a service publish metrics into " + namespace,
            List.of(
                PolicyStatement.Builder.create()
                    .effect(Effect.ALLOW)
                    .actions(List.of("cloudwatch:PutMetricData"))
                    .resources(List.of("*"))
                    .conditions(
                        Map.of("StringEquals", Map.of("cloudwatch:namespace", literal(namespace))))
                    .build()));
    suppressWildcards(
        policy, "PutMetricData has no resources; the condition on the namespace limits it.");
    return policy;
  }

  /** For {@code ./runwatch verify}, {@code drill}, {@code mute} and {@code alarms backtest}. */
  ManagedPolicy operator(Topics topics) {
    String stackName = input.settings().stackName();
    List<PolicyStatement> statements = new ArrayList<>();
    statements.add(
        allow(
            List.of("*"),
            "cloudwatch:DescribeAlarms",
            "cloudwatch:DescribeAlarmHistory",
            "cloudwatch:GetMetricData",
            "cloudwatch:GetMetricStatistics",
            "cloudwatch:ListMetrics",
            "cloudwatch:ListAlarmMuteRules"));
    statements.add(
        allow(
            List.of(arn("cloudwatch", "alarm:" + stackName + "-*")),
            "cloudwatch:ListTagsForResource",
            "cloudwatch:SetAlarmState"));
    statements.add(
        allow(
            List.of(
                arn("cloudwatch", "alarm:" + stackName + "-*"),
                arn("cloudwatch", "alarm-mute-rule:" + stackName + "-*")),
            "cloudwatch:PutAlarmMuteRule",
            "cloudwatch:GetAlarmMuteRule",
            "cloudwatch:DeleteAlarmMuteRule"));
    statements.add(
        allow(
            List.of(
                "arn:"
                    + Aws.PARTITION
                    + ":cloudwatch::"
                    + Aws.ACCOUNT_ID
                    + ":dashboard/"
                    + stackName),
            "cloudwatch:GetDashboard"));
    statements.add(
        allow(
            List.of(arn("cloudformation", "stack/" + stackName + "/*")),
            "cloudformation:DescribeStacks",
            "cloudformation:DescribeStackResources"));
    List<String> topicArns = Arrays.stream(Severity.values()).map(topics::arn).distinct().toList();
    statements.add(
        allow(
            topicArns, "sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic", "sns:Subscribe"));
    // These two are on a subscription, whose ARN ends in a random part.
    statements.add(
        allow(
            topicArns.stream().map(topic -> topic + ":*").toList(),
            "sns:GetSubscriptionAttributes",
            "sns:Unsubscribe"));
    statements.add(
        allow(
            List.of(arn("sqs", "runwatch-drill-*")),
            "sqs:CreateQueue",
            "sqs:DeleteQueue",
            "sqs:GetQueueAttributes",
            "sqs:GetQueueUrl",
            "sqs:SetQueueAttributes",
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage"));
    statements.add(
        topics
            .key()
            .map(key -> allow(List.of(key.getKeyArn()), "kms:DescribeKey", "kms:GetKeyPolicy"))
            // The stack does not know the keys of existing topics.
            .orElseGet(
                () -> allow(List.of(arn("kms", "key/*")), "kms:DescribeKey", "kms:GetKeyPolicy")));
    ManagedPolicy policy =
        policy(
            "Operator",
            "operator",
            "Lets people verify, drill and mute the alarms of " + input.environment(),
            statements);
    suppressWildcards(
        policy,
        "CloudWatch's reads have no resources; every write is limited to names of this stack, whose"
            + " last part is unknown before deployment.");
    return policy;
  }

  /** Escapes the beginning of a policy variable, which IAM would replace. */
  private static String literal(String text) {
    return text.replace("${", "${$}{");
  }

  private ManagedPolicy policy(
      String id, String suffix, String description, List<PolicyStatement> statements) {
    return ManagedPolicy.Builder.create(stack, id)
        .managedPolicyName(input.settings().stackName() + "-" + suffix)
        .description(description)
        .statements(statements)
        .build();
  }

  private static PolicyStatement allow(List<String> resources, String... actions) {
    return PolicyStatement.Builder.create()
        .effect(Effect.ALLOW)
        .actions(List.of(actions))
        .resources(resources)
        .build();
  }

  private static String arn(String service, String resource) {
    return "arn:"
        + Aws.PARTITION
        + ":"
        + service
        + ":"
        + Aws.REGION
        + ":"
        + Aws.ACCOUNT_ID
        + ":"
        + resource;
  }

  private static void suppressWildcards(ManagedPolicy policy, String reason) {
    NagSuppressions.addResourceSuppressions(
        policy,
        List.of(new NagPackSuppression.Builder().id("AwsSolutions-IAM5").reason(reason).build()));
  }
}
