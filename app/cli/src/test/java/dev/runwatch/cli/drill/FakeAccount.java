/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateResponse;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;
import software.amazon.awssdk.services.sns.model.UnsubscribeResponse;
import software.amazon.awssdk.services.sns.paginators.ListSubscriptionsByTopicIterable;
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
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** An account with one alarm, its topic, and queues that come and go. */
final class FakeAccount {

  static final String ALARM = "runwatch-staging-queue-backing-up";
  static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:runwatch-staging-medium";

  final List<String> states = new ArrayList<>();
  final Map<String, String> queues = new HashMap<>();
  final List<String> subscriptions = new ArrayList<>();
  final List<String> history = new ArrayList<>();
  final CountDownLatch fired = new CountDownLatch(1);
  private final List<String> messages = new ArrayList<>();
  boolean delivers = true;
  boolean refusesQueues;
  List<String> actions = List.of(TOPIC);
  Supplier<Boolean> enabled = () -> true;
  private StateValue state = StateValue.OK;

  void state(StateValue value) {
    state = value;
  }

  synchronized StateValue state() {
    return state;
  }

  final CloudWatchClient cloudWatch =
      new CloudWatchClient() {
        @Override
        public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
          MetricAlarm alarm =
              MetricAlarm.builder()
                  .alarmName(ALARM)
                  .stateValue(state())
                  .actionsEnabled(enabled.get())
                  .alarmActions(actions)
                  .build();
          return DescribeAlarmsResponse.builder()
              .metricAlarms(request.alarmNames().contains(ALARM) ? List.of(alarm) : List.of())
              .build();
        }

        @Override
        public SetAlarmStateResponse setAlarmState(SetAlarmStateRequest request) {
          synchronized (FakeAccount.this) {
            state = request.stateValue();
            states.add(request.stateValueAsString());
            if (delivers && !queues.isEmpty()) {
              messages.add(
                  "{\"Message\":\"{\\\"AlarmName\\\":\\\""
                      + ALARM
                      + "\\\",\\\"NewStateValue\\\":\\\""
                      + state
                      + "\\\"}\"}");
            }
          }
          fired.countDown();
          return SetAlarmStateResponse.builder().build();
        }

        @Override
        public DescribeAlarmHistoryResponse describeAlarmHistory(
            DescribeAlarmHistoryRequest request) {
          return DescribeAlarmHistoryResponse.builder()
              .alarmHistoryItems(
                  history.stream()
                      .map(it -> AlarmHistoryItem.builder().historySummary(it).build())
                      .toList())
              .build();
        }

        @Override
        public String serviceName() {
          return "cloudwatch";
        }

        @Override
        public void close() {}
      };

  final SnsClient sns =
      new SnsClient() {
        @Override
        public SubscribeResponse subscribe(SubscribeRequest request) {
          subscriptions.add(TOPIC + ":1");
          return SubscribeResponse.builder().subscriptionArn(TOPIC + ":1").build();
        }

        @Override
        public UnsubscribeResponse unsubscribe(UnsubscribeRequest request) {
          subscriptions.remove(request.subscriptionArn());
          return UnsubscribeResponse.builder().build();
        }

        @Override
        public GetSubscriptionAttributesResponse getSubscriptionAttributes(
            GetSubscriptionAttributesRequest request) {
          return GetSubscriptionAttributesResponse.builder()
              .attributes(Map.of("PendingConfirmation", "false"))
              .build();
        }

        @Override
        public ListSubscriptionsByTopicResponse listSubscriptionsByTopic(
            ListSubscriptionsByTopicRequest request) {
          return ListSubscriptionsByTopicResponse.builder()
              .subscriptions(
                  Subscription.builder()
                      .protocol("email")
                      .endpoint("a@example.com")
                      .subscriptionArn(TOPIC + ":2")
                      .build(),
                  Subscription.builder()
                      .protocol("email")
                      .endpoint("b@example.com")
                      .subscriptionArn("PendingConfirmation")
                      .build())
              .build();
        }

        @Override
        public ListSubscriptionsByTopicIterable listSubscriptionsByTopicPaginator(
            ListSubscriptionsByTopicRequest request) {
          return new ListSubscriptionsByTopicIterable(this, request);
        }

        @Override
        public String serviceName() {
          return "sns";
        }

        @Override
        public void close() {}
      };

  final SqsClient sqs =
      new SqsClient() {
        @Override
        public CreateQueueResponse createQueue(CreateQueueRequest request) {
          if (refusesQueues) {
            throw SqsException.builder().message("AccessDenied").statusCode(403).build();
          }
          queues.put(request.queueName(), "");
          return CreateQueueResponse.builder().queueUrl(request.queueName()).build();
        }

        @Override
        public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
          return GetQueueAttributesResponse.builder()
              .attributes(Map.of(QueueAttributeName.QUEUE_ARN, "arn:queue"))
              .build();
        }

        @Override
        public SetQueueAttributesResponse setQueueAttributes(SetQueueAttributesRequest request) {
          queues.put(request.queueUrl(), request.attributes().get(QueueAttributeName.POLICY));
          return SetQueueAttributesResponse.builder().build();
        }

        @Override
        public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
          synchronized (FakeAccount.this) {
            List<Message> all =
                messages.stream()
                    .map(it -> Message.builder().body(it).receiptHandle(it).build())
                    .toList();
            return ReceiveMessageResponse.builder().messages(all).build();
          }
        }

        @Override
        public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
          synchronized (FakeAccount.this) {
            messages.remove(request.receiptHandle());
          }
          return DeleteMessageResponse.builder().build();
        }

        @Override
        public DeleteQueueResponse deleteQueue(DeleteQueueRequest request) {
          queues.remove(request.queueUrl());
          return DeleteQueueResponse.builder().build();
        }

        @Override
        public String serviceName() {
          return "sqs";
        }

        @Override
        public void close() {}
      };
}
