/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.cli.account.AwsErrors;
import dev.runwatch.common.Json;
import dev.runwatch.environments.ExpectedEnvironment;
import dev.runwatch.environments.ResourcePolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import tools.jackson.core.JacksonException;

/**
 * Checks that CloudWatch may publish to each topic and use its key. Somebody may have edited the
 * topics of the stack, and existing topics have policies of their own.
 */
final class TopicsCheck {

  private static final String CLOUDWATCH = "cloudwatch.amazonaws.com";

  private final SnsClient sns;
  private final KmsClient kms;
  private final ExpectedEnvironment deployed;
  private final @Nullable StackArn stack;

  /**
   * @param stack where the alarms are, or null where that is not known: then where the topic is
   */
  TopicsCheck(
      SnsClient sns, KmsClient kms, ExpectedEnvironment deployed, @Nullable StackArn stack) {
    this.stack = stack;
    this.sns = sns;
    this.kms = kms;
    this.deployed = deployed;
  }

  /** Checks one topic; returns whether it exists. */
  boolean run(Report report, Severity severity, String topic) {
    if (stack != null && !stack.region().equals(topic.split(":", -1)[3])) {
      report.add(
          Finding.fail(
              topic,
              "is in another region than the alarms, and CloudWatch cannot publish to it",
              "give topicArn a topic in " + stack.region()));
      return false;
    }
    Map<String, String> attributes;
    try {
      attributes = sns.getTopicAttributes(request -> request.topicArn(topic)).attributes();
    } catch (NotFoundException e) {
      report.add(
          Finding.fail(topic, "there is no such topic", "deploy the stack, or correct topicArn"));
      return false;
    }
    boolean good = publishing(report, severity, topic, attributes.getOrDefault("Policy", ""));
    String key = attributes.getOrDefault("KmsMasterKeyId", "");
    if (!key.isEmpty()) {
      good &= encrypting(report, severity, topic, key);
    }
    if (good) {
      report.add(Finding.ok(topic, "CloudWatch may publish for " + severity.word()));
    }
    return true;
  }

  private boolean publishing(Report report, Severity severity, String topic, String policy) {
    if (allAlarmsMay(policy(policy), severity, topic, "sns:Publish", topic)) {
      return true;
    }
    report.add(
        Finding.fail(
            topic,
            "its policy does not let CloudWatch publish",
            "allow sns:Publish for " + CLOUDWATCH + " from alarms of this account"));
    return false;
  }

  private boolean encrypting(Report report, Severity severity, String topic, String key) {
    String fix = "allow kms:Decrypt and kms:GenerateDataKey* for " + CLOUDWATCH;
    if (key.endsWith("alias/aws/sns")) {
      report.add(
          Finding.fail(
              topic,
              "is encrypted with " + key + ", which CloudWatch can never use",
              "give it a key of your own and " + fix));
      return false;
    }
    try {
      String keyId = kms.describeKey(request -> request.keyId(key)).keyMetadata().keyId();
      ResourcePolicy policy =
          policy(kms.getKeyPolicy(request -> request.keyId(keyId).policyName("default")).policy());
      for (String action : List.of("kms:Decrypt", "kms:GenerateDataKey")) {
        if (!allAlarmsMay(policy, severity, topic, action, "*")) {
          report.add(
              Finding.fail(topic, "the policy of its key does not let CloudWatch " + action, fix));
          return false;
        }
      }
      return true;
    } catch (SdkException e) {
      report.add(
          Finding.warn(
              topic,
              "the policy of its key " + key + " cannot be read: " + AwsErrors.reason(e),
              "allow yourself kms:DescribeKey and kms:GetKeyPolicy"));
      return false;
    }
  }

  private boolean allAlarmsMay(
      ResourcePolicy policy, Severity severity, String topic, String action, String resource) {
    String[] arn = topic.split(":", -1);
    return deployed.alarms().stream()
        .filter(it -> it.severity() == severity || it.metric().isEmpty())
        .map(it -> request(arn, it))
        .allMatch(it -> policy.allows(CLOUDWATCH, action, resource, it));
  }

  /** The condition keys of a request by CloudWatch: those of the alarm, not of the topic. */
  private Map<String, String> request(String[] topicArn, AlarmDefinition definition) {
    String alarm = definition.cloudWatchName(deployed.settings().name().name());
    String partition = topicArn[1];
    String region = topicArn[3];
    String account = stack == null ? topicArn[4] : stack.account();
    return Map.of(
        "aws:sourceaccount",
        account,
        "aws:sourceowner",
        account,
        "aws:sourcearn",
        "arn:" + partition + ":cloudwatch:" + region + ":" + account + ":alarm:" + alarm,
        "aws:principalisawsservice",
        "true",
        "aws:securetransport",
        "true");
  }

  private static ResourcePolicy policy(String json) {
    try {
      Object statements =
          Json.mapper().readValue(json.isEmpty() ? "{}" : json, Map.class).get("Statement");
      return new ResourcePolicy(
          statements instanceof List<?> list
              ? list
              : statements == null ? List.of() : List.of(statements));
    } catch (JacksonException e) {
      return new ResourcePolicy(List.of());
    }
  }
}
