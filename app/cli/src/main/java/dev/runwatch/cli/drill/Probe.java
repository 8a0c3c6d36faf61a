/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import dev.runwatch.cli.account.PolicyDocument;
import dev.runwatch.common.Json;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A temporary queue that is subscribed to a topic. Not thread-safe. */
final class Probe {

  private static final int LONG_POLL_SECONDS = 2;

  private final SqsClient sqs;
  private final String queueUrl;

  private Probe(SqsClient sqs, String queueUrl) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  /** Makes a queue, whose name has that prefix, and subscribes it. */
  static Probe open(SnsClient sns, SqsClient sqs, Changes changes, String prefix, String topic) {
    String name = prefix + UUID.randomUUID().toString().substring(0, 8);
    String url =
        changes.make(
            () -> sqs.createQueue(request -> request.queueName(name)).queueUrl(),
            new Changes.MadeThing<>() {
              @Override
              public void delete(String made) {
                sqs.deleteQueue(request -> request.queueUrl(made));
              }

              @Override
              public String left(String made) {
                return "a queue is left; run  aws sqs delete-queue --queue-url " + made;
              }
            },
            "the queue " + name + " may be left; look for it and delete it");
    String arn =
        sqs.getQueueAttributes(
                request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
    sqs.setQueueAttributes(
        request ->
            request
                .queueUrl(url)
                .attributes(Map.of(QueueAttributeName.POLICY, policy(arn, topic))));
    changes.make(
        () ->
            sns.subscribe(
                    request ->
                        request
                            .topicArn(topic)
                            .protocol("sqs")
                            .endpoint(arn)
                            .returnSubscriptionArn(true))
                .subscriptionArn(),
        new Changes.MadeThing<>() {
          @Override
          public void delete(String made) {
            sns.unsubscribe(request -> request.subscriptionArn(made));
          }

          @Override
          public String left(String made) {
            return "a subscription is left; run  aws sns unsubscribe --subscription-arn " + made;
          }
        },
        "a subscription of " + arn + " to " + topic + " may be left; ./runwatch verify names it");
    return new Probe(sqs, url);
  }

  private static String policy(String queue, String topic) {
    return PolicyDocument.allowing(
        Map.of("Service", "sns.amazonaws.com"),
        "sqs:SendMessage",
        Map.of(
            "Resource", queue, "Condition", Map.of("ArnEquals", Map.of("aws:SourceArn", topic))));
  }

  /** The states of that alarm whose notifications have come; waits for two seconds at most. */
  Set<StateValue> states(String alarm) {
    List<Message> messages =
        sqs.receiveMessage(
                request ->
                    request
                        .queueUrl(queueUrl)
                        .waitTimeSeconds(LONG_POLL_SECONDS)
                        .maxNumberOfMessages(10))
            .messages();
    Set<StateValue> states = EnumSet.noneOf(StateValue.class);
    for (Message message : messages) {
      state(message.body(), alarm).ifPresent(states::add);
      sqs.deleteMessage(
          request -> request.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
    }
    return states;
  }

  private static Optional<StateValue> state(String body, String alarm) {
    try {
      JsonNode notification =
          Json.mapper().readTree(Json.mapper().readTree(body).path("Message").asString("{}"));
      StateValue state =
          StateValue.fromValue(notification.path("NewStateValue").asString("UNKNOWN"));
      return notification.path("AlarmName").asString("").equals(alarm)
              && state != StateValue.UNKNOWN_TO_SDK_VERSION
          ? Optional.of(state)
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty(); // such as the notification that SNS itself sends
    }
  }
}
