/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import dev.runwatch.common.Json;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A temporary queue that is subscribed to a topic. Not thread-safe. */
final class Probe implements AutoCloseable {

  private static final int LONG_POLL_SECONDS = 2;

  private final SnsClient sns;
  private final SqsClient sqs;
  private final String queueUrl;
  private String subscription = "";

  private Probe(SnsClient sns, SqsClient sqs, String queueUrl) {
    this.sns = sns;
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  /** Makes a queue, whose name has that prefix, and subscribes it; deletes both when that fails. */
  static Probe open(SnsClient sns, SqsClient sqs, String prefix, String topic) {
    String name = prefix + UUID.randomUUID().toString().substring(0, 8);
    String url = sqs.createQueue(request -> request.queueName(name)).queueUrl();
    Probe probe = new Probe(sns, sqs, url);
    try {
      probe.subscribe(topic);
      return probe;
    } catch (RuntimeException e) {
      probe.close();
      throw e;
    }
  }

  private void subscribe(String topic) {
    String arn =
        sqs.getQueueAttributes(
                request -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    String policy =
        Json.mapper()
            .writeValueAsString(
                Map.of(
                    "Version",
                    "2012-10-17",
                    "Statement",
                    List.of(
                        Map.of(
                            "Effect",
                            "Allow",
                            "Principal",
                            Map.of("Service", "sns.amazonaws.com"),
                            "Action",
                            "sqs:SendMessage",
                            "Resource",
                            arn,
                            "Condition",
                            Map.of("ArnEquals", Map.of("aws:SourceArn", topic))))));
    sqs.setQueueAttributes(
        request ->
            request.queueUrl(queueUrl).attributes(Map.of(QueueAttributeName.POLICY, policy)));
    subscription =
        sns.subscribe(
                request ->
                    request
                        .topicArn(topic)
                        .protocol("sqs")
                        .endpoint(arn)
                        .returnSubscriptionArn(true))
            .subscriptionArn();
  }

  /** Whether a notification of that alarm and state has come; waits for two seconds at most. */
  boolean saw(String alarm, String state) {
    List<Message> messages =
        sqs.receiveMessage(
                request ->
                    request
                        .queueUrl(queueUrl)
                        .waitTimeSeconds(LONG_POLL_SECONDS)
                        .maxNumberOfMessages(10))
            .messages();
    boolean seen = false;
    for (Message message : messages) {
      seen |= isOf(message.body(), alarm, state);
      sqs.deleteMessage(
          request -> request.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
    }
    return seen;
  }

  private static boolean isOf(String body, String alarm, String state) {
    try {
      JsonNode notification =
          Json.mapper().readTree(Json.mapper().readTree(body).path("Message").asString("{}"));
      return notification.path("AlarmName").asString("").equals(alarm)
          && notification.path("NewStateValue").asString("").equals(state);
    } catch (JacksonException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      if (!subscription.isEmpty()) {
        sns.unsubscribe(request -> request.subscriptionArn(subscription));
      }
    } finally {
      sqs.deleteQueue(request -> request.queueUrl(queueUrl));
    }
  }
}
