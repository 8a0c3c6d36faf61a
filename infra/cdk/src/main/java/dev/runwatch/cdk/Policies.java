/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.environments.EnvironmentSettings;
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

/**
 * The managed policies of services that publish and of operators.
 *
 * <p>They have neither names nor descriptions. IAM is global to an account, so a name would collide
 * with the same environment in another region. A description can only be changed by replacement,
 * which IAM refuses while a role has the policy.
 */
final class Policies {

  private final Stack stack;
  private final StackInput input;

  Policies(Stack stack, StackInput input) {
    this.stack = stack;
    this.input = input;
  }

  /** For coordinators and runners: publishing metrics into this namespace, nothing else. */
  ManagedPolicy publisher() {
    ManagedPolicy policy = policy("Publisher", List.of(publishing()));
    suppressWildcards(
        policy, "PutMetricData has no resources; the condition on the namespace limits it.");
    return policy;
  }

  /**
   * For {@code ./runwatch verify}, {@code drill}, {@code mute} and {@code alarms backtest}. Alarms
   * are named one by one: a pattern such as {@code runwatch-prod-*} would cover the alarms of the
   * environment {@code prod-eu}. Other names have an underscore, which no environment has.
   */
  ManagedPolicy operator(Topics topics) {
    EnvironmentSettings settings = input.settings();
    String stackName = settings.stackName();
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
    statements.add(publishing());
    List<String> alarms =
        input.alarmNames().stream().map(name -> arn("cloudwatch", "alarm:" + name)).toList();
    List<String> muted = new ArrayList<>(alarms);
    muted.add(arn("cloudwatch", "alarm-mute-rule:" + settings.muteRulePrefix() + "*"));
    statements.add(
        allow(
            muted,
            "cloudwatch:SetAlarmState",
            "cloudwatch:PutAlarmMuteRule",
            "cloudwatch:DeleteAlarmMuteRule"));
    // The tag of the environment tells which alarms below the prefix are another environment's.
    statements.add(
        allow(
            List.of(arn("cloudwatch", "alarm:" + stackName + "-*")),
            "cloudwatch:ListTagsForResource"));
    // Rules that other people made mute the alarms too, and verify says until when.
    statements.add(
        allow(List.of(arn("cloudwatch", "alarm-mute-rule:*")), "cloudwatch:GetAlarmMuteRule"));
    statements.add(
        allow(
            List.of(
                "arn:"
                    + Aws.PARTITION
                    + ":cloudwatch::"
                    + Aws.ACCOUNT_ID
                    + ":dashboard/"
                    + settings.dashboardName(Aws.REGION)),
            "cloudwatch:GetDashboard"));
    statements.add(
        allow(
            List.of(arn("cloudformation", "stack/" + stackName + "/*")),
            "cloudformation:DescribeStacks"));
    // SNS authorises the last two on the topic, not on the subscription.
    statements.add(
        allow(
            Arrays.stream(Severity.values()).map(topics::arn).distinct().toList(),
            "sns:GetTopicAttributes",
            "sns:ListSubscriptionsByTopic",
            "sns:Subscribe",
            "sns:GetSubscriptionAttributes",
            "sns:Unsubscribe"));
    statements.add(
        allow(
            List.of(arn("sqs", settings.drillQueuePrefix() + "*")),
            "sqs:CreateQueue",
            "sqs:DeleteQueue",
            "sqs:GetQueueAttributes",
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
    ManagedPolicy policy = policy("Operator", statements);
    suppressWildcards(
        policy,
        "CloudWatch's reads have no resources; every write is limited to names of this stack, whose"
            + " last part is unknown before deployment.");
    return policy;
  }

  private PolicyStatement publishing() {
    return PolicyStatement.Builder.create()
        .effect(Effect.ALLOW)
        .actions(List.of("cloudwatch:PutMetricData"))
        .resources(List.of("*"))
        .conditions(
            Map.of(
                "StringEquals",
                Map.of("cloudwatch:namespace", literal(input.settings().namespace()))))
        .build();
  }

  /** Escapes the beginning of a policy variable, which IAM would replace. */
  private static String literal(String text) {
    return text.replace("${", "${$}{");
  }

  private ManagedPolicy policy(String id, List<PolicyStatement> statements) {
    return ManagedPolicy.Builder.create(stack, id).statements(statements).build();
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
