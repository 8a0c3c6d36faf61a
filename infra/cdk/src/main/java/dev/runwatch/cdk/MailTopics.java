/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.Severity;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;

/**
 * A topic for each severity, encrypted, that CloudWatch can really publish to.
 *
 * <p>CloudWatch uses the key itself, and an explicit topic policy replaces the default one: without
 * the two statements below every check passes and no mail is ever sent.
 */
final class MailTopics {

  private final Map<Severity, Topic> topics = new EnumMap<>(Severity.class);

  MailTopics(Stack stack, Settings settings) {
    ServicePrincipal cloudWatch = new ServicePrincipal("cloudwatch.amazonaws.com");
    Map<String, Object> ofThisAccount =
        Map.of("StringEquals", Map.of("aws:SourceAccount", stack.getAccount()));
    Key key =
        Key.Builder.create(stack, "TopicKey")
            .description("Encrypts what the alarms of " + settings.environment() + " say")
            .enableKeyRotation(true)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    key.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("CloudWatchMayEncrypt")
            .effect(Effect.ALLOW)
            .principals(List.of(cloudWatch))
            .actions(List.of("kms:Decrypt", "kms:GenerateDataKey*"))
            .resources(List.of("*"))
            .conditions(ofThisAccount)
            .build());
    for (Severity severity : Severity.values()) {
      Topic topic =
          Topic.Builder.create(stack, "Topic-" + severity.word())
              .topicName("runwatch-" + settings.environment() + "-" + severity.word())
              .displayName("Runwatch " + settings.environment() + " " + severity.word())
              .masterKey(key)
              .enforceSsl(true)
              .build();
      topic.addToResourcePolicy(
          PolicyStatement.Builder.create()
              .sid("AlarmsMayPublish")
              .effect(Effect.ALLOW)
              .principals(List.of(cloudWatch))
              .actions(List.of("sns:Publish"))
              .resources(List.of(topic.getTopicArn()))
              .conditions(
                  Map.of(
                      "StringEquals", Map.of("aws:SourceAccount", stack.getAccount()),
                      "ArnLike",
                          Map.of(
                              "aws:SourceArn",
                              "arn:"
                                  + stack.getPartition()
                                  + ":cloudwatch:"
                                  + stack.getRegion()
                                  + ":"
                                  + stack.getAccount()
                                  + ":alarm:*")))
              .build());
      settings.mails().getOrDefault(severity, List.of()).stream()
          .map(EmailSubscription::new)
          .forEach(topic::addSubscription);
      topics.put(severity, topic);
    }
  }

  Map<Severity, Topic> bySeverity() {
    return topics;
  }
}
