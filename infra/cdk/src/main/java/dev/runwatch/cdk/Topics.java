/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.environments.EnvironmentSettings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;

/**
 * An encrypted topic for each severity that CloudWatch can publish to, or an existing topic.
 *
 * <p>CloudWatch uses the key itself, and an explicit topic policy replaces the default one. Without
 * the two statements below every check passes and no mail is sent.
 */
final class Topics {

  private static final ServicePrincipal CLOUDWATCH =
      new ServicePrincipal("cloudwatch.amazonaws.com");

  private final Map<Severity, ITopic> topics = new EnumMap<>(Severity.class);
  private final Stack stack;
  private final EnvironmentSettings settings;
  private @Nullable Key key;

  Topics(Stack stack, EnvironmentSettings settings) {
    this.stack = stack;
    this.settings = settings;
    for (Severity severity : Severity.values()) {
      String existing = settings.topicArns().get(severity);
      topics.put(
          severity,
          existing == null
              ? made(severity)
              : Topic.fromTopicArn(stack, "Topic-" + severity.word(), existing));
    }
  }

  ITopic of(Severity severity) {
    ITopic topic = topics.get(severity);
    if (topic == null) {
      throw new IllegalStateException("there is no topic for " + severity.word());
    }
    return topic;
  }

  String arn(Severity severity) {
    return of(severity).getTopicArn();
  }

  /** The ARN of each severity's topic, as a token where the topic is made here. */
  Map<Severity, String> arns() {
    Map<Severity, String> arns = new EnumMap<>(Severity.class);
    topics.forEach((severity, topic) -> arns.put(severity, topic.getTopicArn()));
    return arns;
  }

  /** The key of the topics that the stack makes, or empty where it makes none. */
  Optional<Key> key() {
    return Optional.ofNullable(key);
  }

  private Topic made(Severity severity) {
    if (key == null) {
      key = newKey();
    }
    Topic topic =
        Topic.Builder.create(stack, "Topic-" + severity.word())
            .topicName(settings.topicName(severity))
            .displayName("Runwatch " + settings.name() + " " + severity.word())
            .masterKey(key)
            .enforceSsl(true)
            .build();
    topic.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("AlarmsMayPublish")
            .effect(Effect.ALLOW)
            .principals(List.of(CLOUDWATCH))
            .actions(List.of("sns:Publish"))
            .resources(List.of(topic.getTopicArn()))
            .conditions(fromAlarmsOfThisAccount())
            .build());
    return topic;
  }

  /** Sorted, because the order of Map.of changes from one process to the next. */
  private static Map<String, Object> fromAlarmsOfThisAccount() {
    Map<String, Object> conditions = new TreeMap<>();
    conditions.put("ArnLike", Map.of("aws:SourceArn", anyAlarm()));
    conditions.put("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID));
    return conditions;
  }

  private Key newKey() {
    Key made =
        Key.Builder.create(stack, "TopicKey")
            .description("Encrypts the notifications of the alarms of " + settings.name())
            .enableKeyRotation(true)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    made.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("CloudWatchMayEncrypt")
            .effect(Effect.ALLOW)
            .principals(List.of(CLOUDWATCH))
            .actions(List.of("kms:Decrypt", "kms:GenerateDataKey*"))
            .resources(List.of("*"))
            .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID)))
            .build());
    return made;
  }

  private static String anyAlarm() {
    return "arn:" + Aws.PARTITION + ":cloudwatch:" + Aws.REGION + ":" + Aws.ACCOUNT_ID + ":alarm:*";
  }
}
