/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateResponse;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;
import software.amazon.awssdk.services.sns.model.UnsubscribeResponse;
import software.amazon.awssdk.services.sns.paginators.ListSubscriptionsByTopicIterable;
import software.amazon.awssdk.services.sqs.SqsClient;

/** An account with one alarm, its topic, and queues that come and go. */
final class FakeAccount {

  static final String ALARM = "runwatch-staging-queue-backing-up";
  private static final String ACCOUNT = ":eu-west-1:123456789012:";
  static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:runwatch-staging-medium";

  final List<String> states = new ArrayList<>();
  final Map<String, String> queues = new HashMap<>();
  final List<String> subscriptions = new ArrayList<>();
  final List<AlarmHistoryItem> history = new ArrayList<>();
  final List<MetricDatum> published = new ArrayList<>();

  /** What CloudWatch makes of the largest value of a request. */
  Function<Double, StateValue> evaluation = value -> StateValue.OK;

  boolean others;
  final Set<String> refused = new HashSet<>();
  final List<String> messages = new ArrayList<>();
  boolean delivers = true;
  boolean confirmed = true;
  boolean returnsByItself;
  boolean refusesToSetBack;
  List<String> actions;
  Supplier<Boolean> enabled = () -> true;
  StateValue state = StateValue.OK;

  final String alarm;
  final String topic;

  /** Refuses an action on a resource by throwing. */
  BiConsumer<String, String> authority = (action, resource) -> {};

  String queue = "";

  FakeAccount() {
    this("staging");
  }

  FakeAccount(String environment) {
    alarm = ALARM.replace("staging", environment);
    topic = TOPIC.replace("staging", environment);
    actions = List.of(topic);
  }

  private int requests;
  private int interrupted;
  private Runnable interruption = () -> {};

  /** Runs something before the request of that number. */
  void before(int request, Runnable action) {
    interrupted = request;
    interruption = action;
  }

  void request(String operation) {
    requests++;
    if (requests == interrupted) {
      interruption.run();
    }
    authority.accept(action(operation), resource(operation));
    if (refused.contains(operation)) {
      throw SnsException.builder().message("AccessDenied").statusCode(403).build();
    }
  }

  private static String action(String operation) {
    String service =
        operation.contains("Alarm") || operation.contains("Metric")
            ? "cloudwatch:"
            : operation.contains("ubscri") ? "sns:" : "sqs:";
    return service + operation.substring(0, 1).toUpperCase(Locale.ROOT) + operation.substring(1);
  }

  /** What AWS authorises: for all requests on subscriptions it is their topic. */
  private String resource(String operation) {
    return switch (action(operation).substring(0, 3)) {
      case "clo" ->
          operation.contains("Metric") ? "*" : "arn:aws:cloudwatch" + ACCOUNT + "alarm:" + alarm;
      case "sns" -> topic;
      default -> "arn:aws:sqs" + ACCOUNT + queue;
    };
  }

  private synchronized void become(StateValue value) {
    state = value;
    if (delivers && !queues.isEmpty()) {
      messages.add(
          "{\"Message\":\"{\\\"AlarmName\\\":\\\"%s\\\",\\\"NewStateValue\\\":\\\"%s\\\"}\"}"
              .formatted(alarm, value));
    }
  }

  synchronized StateValue state() {
    return state;
  }

  final CloudWatchClient cloudWatch =
      new CloudWatchClient() {
        @Override
        public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
          request("describeAlarms");
          MetricAlarm described =
              MetricAlarm.builder()
                  .alarmName(alarm)
                  .stateValue(state())
                  .actionsEnabled(enabled.get())
                  .alarmActions(actions)
                  .okActions(actions)
                  .build();
          return DescribeAlarmsResponse.builder()
              .metricAlarms(request.alarmNames().contains(alarm) ? List.of(described) : List.of())
              .build();
        }

        @Override
        public SetAlarmStateResponse setAlarmState(SetAlarmStateRequest request) {
          request("setAlarmState");
          if (refusesToSetBack && request.stateValue() != StateValue.ALARM) {
            throw SnsException.builder().message("AccessDenied").statusCode(403).build();
          }
          states.add(request.stateValueAsString());
          become(request.stateValue());
          if (returnsByItself) {
            become(StateValue.OK);
          }
          return SetAlarmStateResponse.builder().build();
        }

        @Override
        public GetMetricStatisticsResponse getMetricStatistics(GetMetricStatisticsRequest request) {
          request("getMetricStatistics");
          return GetMetricStatisticsResponse.builder()
              .datapoints(
                  others ? List.of(Datapoint.builder().sampleCount(1.0).build()) : List.of())
              .build();
        }

        @Override
        public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
          request("putMetricData");
          published.addAll(request.metricData());
          StateValue found =
              evaluation.apply(
                  Collections.max(request.metricData().stream().map(MetricDatum::value).toList()));
          if (found != state()) {
            become(found);
          }
          return PutMetricDataResponse.builder().build();
        }

        @Override
        public DescribeAlarmHistoryResponse describeAlarmHistory(
            DescribeAlarmHistoryRequest request) {
          request("describeAlarmHistory");
          return DescribeAlarmHistoryResponse.builder().alarmHistoryItems(history).build();
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
          request("subscribe");
          subscriptions.add(topic + ":1");
          return SubscribeResponse.builder().subscriptionArn(topic + ":1").build();
        }

        @Override
        public UnsubscribeResponse unsubscribe(UnsubscribeRequest request) {
          request("unsubscribe");
          subscriptions.remove(request.subscriptionArn());
          return UnsubscribeResponse.builder().build();
        }

        @Override
        public GetSubscriptionAttributesResponse getSubscriptionAttributes(
            GetSubscriptionAttributesRequest request) {
          request("getSubscriptionAttributes");
          return GetSubscriptionAttributesResponse.builder()
              .attributes(Map.of("PendingConfirmation", confirmed ? "false" : "true"))
              .build();
        }

        @Override
        public ListSubscriptionsByTopicResponse listSubscriptionsByTopic(
            ListSubscriptionsByTopicRequest request) {
          request("listSubscriptionsByTopic");
          return ListSubscriptionsByTopicResponse.builder()
              .subscriptions(
                  Subscription.builder()
                      .protocol("email")
                      .endpoint("a@example.com")
                      .subscriptionArn(topic + ":2")
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

  final SqsClient sqs = new FakeQueues(this);
}
