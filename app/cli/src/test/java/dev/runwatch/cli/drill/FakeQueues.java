/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesResponse;

/** The queues of an account. */
record FakeQueues(FakeAccount account) implements SqsClient {

  @Override
  public CreateQueueResponse createQueue(CreateQueueRequest request) {
    account.queue = request.queueName();
    account.request("createQueue");
    account.queues.put(request.queueName(), "");
    return CreateQueueResponse.builder().queueUrl(request.queueName()).build();
  }

  @Override
  public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
    account.request("getQueueAttributes");
    return GetQueueAttributesResponse.builder()
        .attributes(Map.of(QueueAttributeName.QUEUE_ARN, "arn:queue"))
        .build();
  }

  @Override
  public SetQueueAttributesResponse setQueueAttributes(SetQueueAttributesRequest request) {
    account.request("setQueueAttributes");
    if (!account.queues.containsKey(request.queueUrl())) {
      throw QueueDoesNotExistException.builder().statusCode(400).build();
    }
    account.queues.put(request.queueUrl(), request.attributes().get(QueueAttributeName.POLICY));
    return SetQueueAttributesResponse.builder().build();
  }

  @Override
  public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
    account.request("receiveMessage");
    synchronized (account) {
      List<Message> all =
          account.messages.stream()
              .map(it -> Message.builder().body(it).receiptHandle(it).build())
              .toList();
      return ReceiveMessageResponse.builder().messages(all).build();
    }
  }

  @Override
  public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
    account.request("deleteMessage");
    synchronized (account) {
      account.messages.remove(request.receiptHandle());
    }
    return DeleteMessageResponse.builder().build();
  }

  @Override
  public DeleteQueueResponse deleteQueue(DeleteQueueRequest request) {
    account.request("deleteQueue");
    account.queues.remove(request.queueUrl());
    return DeleteQueueResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "sqs";
  }

  @Override
  public void close() {}
}
