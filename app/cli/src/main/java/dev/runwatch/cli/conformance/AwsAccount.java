/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.cli.account.ActiveMute;
import dev.runwatch.cli.account.AwsEndpoints;
import dev.runwatch.common.Json;
import dev.runwatch.environments.EnvironmentSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Topic;
import software.amazon.awssdk.services.sqs.SqsClient;

/** An account by the AWS settings, or LocalStack. */
final class AwsAccount implements Account, AutoCloseable {

  private static final Duration POLL = Duration.ofSeconds(2);

  /** A quarter of an hour. */
  private static final int DELETION_POLLS = 450;

  private final EnvironmentSettings settings;
  private final Clients clients;
  private final CloudWatchClient cloudWatch;
  private final CloudFormationClient cloudFormation;
  private final SnsClient sns;
  private final SqsClient sqs;
  private final PublisherRole role;

  AwsAccount(EnvironmentSettings settings, Clients clients) {
    this.settings = settings;
    this.clients = clients;
    this.cloudWatch = clients.of(CloudWatchClient.builder());
    this.cloudFormation = clients.of(CloudFormationClient.builder());
    this.sns = clients.of(SnsClient.builder());
    this.sqs = clients.of(SqsClient.builder());
    this.role = new PublisherRole(clients, settings.stackName() + "_conformance");
  }

  CloudWatchClient cloudWatch() {
    return cloudWatch;
  }

  @Override
  public boolean isAws() {
    return AwsEndpoints.isAws(cloudWatch.serviceClientConfiguration());
  }

  @Override
  public boolean isBootstrapped() {
    return exists("CDKToolkit");
  }

  private boolean exists(String stack) {
    try {
      return cloudFormation.describeStacks(it -> it.stackName(stack)).stacks().stream()
          .anyMatch(it -> !it.stackStatusAsString().equals("DELETE_COMPLETE"));
    } catch (CloudFormationException e) {
      if (String.valueOf(e.getMessage()).contains("does not exist")) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public List<String> present() {
    List<String> present = new ArrayList<>();
    if (exists(settings.stackName())) {
      present.add("the stack " + settings.stackName());
    }
    cloudWatch
        .describeAlarmsPaginator(it -> it.alarmNamePrefix(settings.stackName() + "-"))
        .metricAlarms()
        .stream()
        .filter(this::isOurs)
        .forEach(it -> present.add("the alarm " + it.alarmName()));
    List<String> topics = Arrays.stream(Severity.values()).map(settings::topicName).toList();
    sns.listTopicsPaginator().topics().stream()
        .map(Topic::topicArn)
        .filter(it -> topics.contains(it.substring(it.lastIndexOf(':') + 1)))
        .forEach(it -> present.add("the topic " + it));
    sqs.listQueues(it -> it.queueNamePrefix(settings.drillQueuePrefix()))
        .queueUrls()
        .forEach(it -> present.add("the queue " + it));
    return present;
  }

  /** The prefix of {@code prod} covers the alarms of {@code prod-eu}; the stack has the topics. */
  private boolean isOurs(MetricAlarm alarm) {
    return alarm.alarmActions().stream()
        .anyMatch(
            action ->
                Arrays.stream(Severity.values())
                    .anyMatch(it -> action.endsWith(":" + settings.topicName(it))));
  }

  @Override
  public void deleteStack() {
    if (exists(settings.stackName())) {
      cloudFormation.deleteStack(it -> it.stackName(settings.stackName()));
      cloudFormation
          .waiter()
          .waitUntilStackDeleteComplete(
              it -> it.stackName(settings.stackName()),
              it ->
                  it.maxAttempts(DELETION_POLLS)
                      .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(POLL)));
    }
  }

  @Override
  public void confirm() {
    if (isAws()) {
      return; // people do
    }
    cloudFormation
        .describeStackResources(it -> it.stackName(settings.stackName()))
        .stackResources()
        .stream()
        .filter(it -> it.resourceType().equals("AWS::SNS::Subscription"))
        .map(StackResource::physicalResourceId)
        .forEach(this::confirm);
  }

  private void confirm(String subscription) {
    URI answer = clients.endpoint().resolve("/_aws/sns/subscription-tokens/" + subscription);
    try {
      String body =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(answer).build(), BodyHandlers.ofString())
              .body();
      String token = Json.mapper().readTree(body).path("subscription_token").asString("");
      String topic = subscription.substring(0, subscription.lastIndexOf(':'));
      sns.confirmSubscription(it -> it.topicArn(topic).token(token));
    } catch (IOException e) {
      throw new StepFailedException("the endpoint does not tell the token: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedConformanceException();
    }
  }

  @Override
  public void unmute() {
    List<String> alarms =
        cloudWatch
            .describeAlarmsPaginator(it -> it.alarmNamePrefix(settings.stackName() + "-"))
            .metricAlarms()
            .stream()
            .map(MetricAlarm::alarmName)
            .toList();
    ActiveMute.of(cloudWatch, alarms).stream()
        .map(ActiveMute::name)
        .filter(it -> it.startsWith(settings.muteRulePrefix()))
        .forEach(rule -> cloudWatch.deleteAlarmMuteRule(it -> it.alarmMuteRuleName(rule)));
  }

  @Override
  public void setOk(String alarm) {
    cloudWatch.setAlarmState(
        it -> it.alarmName(alarm).stateValue(StateValue.OK).stateReason("before the drill"));
  }

  @Override
  public void makePublisherRole() {
    String policy =
        cloudFormation.describeStacks(it -> it.stackName(settings.stackName())).stacks().stream()
            .flatMap(it -> it.outputs().stream())
            .filter(it -> it.outputKey().equals("PublisherPolicy"))
            .map(Output::outputValue)
            .findFirst()
            .orElseThrow(() -> new StepFailedException("the stack has no PublisherPolicy"));
    role.make(policy);
  }

  @Override
  public Map<String, String> assumePublisherRole() {
    return role.assume();
  }

  @Override
  public void deletePublisherRole() {
    role.delete();
  }

  @Override
  public boolean refusesOtherNamespace(Map<String, String> credentials) {
    return role.isRefused(credentials, "RunwatchConformance");
  }

  @Override
  public String publisherRole() {
    return role.name();
  }

  @Override
  public void close() {
    role.close();
    cloudWatch.close();
    cloudFormation.close();
    sns.close();
    sqs.close();
  }
}
