/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Launched;
import dev.runwatch.testing.LocalStack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Drills of alarms as the stack makes them. */
final class DrillOnLocalStackIT {

  private static final Duration LONG = Duration.ofMinutes(3);
  private static final String QUEUE = "runwatch-staging-queue-backing-up";
  private static final String RUNNERS = "runwatch-staging-no-online-runners";
  private static final String PROD = "runwatch-prod-queue-backing-up";

  @TempDir static Path folder;

  private static Account account;
  private static String topic;

  /** A topic whose only recipient has not confirmed. */
  private static String unconfirmed;

  @BeforeAll
  static void deploy() throws Exception {
    account = new Account(LocalStack.require(), folder);
    topic = account.sns().createTopic(it -> it.name("runwatch-staging-drilled")).topicArn();
    unconfirmed = account.sns().createTopic(it -> it.name("runwatch-prod-drilled")).topicArn();
    confirm(subscribe(topic));
    subscribe(unconfirmed);
    alarm(QUEUE, topic);
    alarm(PROD, unconfirmed);
    alarm(RUNNERS);
  }

  @AfterAll
  static void remove() {
    if (account != null) {
      account.cloudWatch().deleteAlarms(it -> it.alarmNames(QUEUE, RUNNERS, PROD));
      for (String each : List.of(topic, unconfirmed)) {
        account.sns().listSubscriptionsByTopic(it -> it.topicArn(each)).subscriptions().stream()
            .map(it -> it.subscriptionArn())
            .filter(arn -> arn.startsWith("arn:"))
            .forEach(arn -> account.sns().unsubscribe(it -> it.subscriptionArn(arn)));
        account.sns().deleteTopic(it -> it.topicArn(each));
      }
    }
  }

  @Test
  void aDrillMailsAndLeavesNothingBehind() throws Exception {
    try (Launched drill = account.runwatch("drill", "queue-backing-up", "--env", "staging")) {
      assertThat(drill.awaitEnd(LONG)).as(drill.out() + drill.err()).isZero();
      assertThat(drill.out())
          .containsPattern("\\d\\.\\d s {2}the alarm is in ALARM")
          .containsPattern("\\d\\.\\d s {2}its notification left for " + topic)
          .containsPattern("\\d\\.\\d s {2}it is back in OK")
          .containsPattern("\\d\\.\\d s {2}the notification of OK left");
    }
    assertThat(get(account.endpoint() + "/_aws/ses"))
        .contains("drilled@example.com")
        .contains(QUEUE)
        .contains("Drill: fired on purpose");
    assertThat(state(QUEUE)).isEqualTo(StateValue.OK);
    nothingIsLeft();
  }

  @Test
  void aDrillOfAnAlarmThatCannotActSaysSo() {
    try (Launched drill = account.runwatch("drill", "no-online-runners", "--env", "staging")) {
      assertThat(drill.awaitEnd(LONG)).as(drill.err()).isEqualTo(1);
      assertThat(drill.err())
          .contains("runwatch drill: " + RUNNERS + " has no topic as its action on ALARM");
    }
    assertThat(state(RUNNERS)).isEqualTo(StateValue.OK);
    nothingIsLeft();
  }

  @Test
  void anAlarmThatIsNotDeployedIsNamed() {
    try (Launched drill = account.runwatch("drill", "coordinator-down", "--env", "staging")) {
      assertThat(drill.awaitEnd(LONG)).isEqualTo(1);
      assertThat(drill.err())
          .contains("there is no alarm runwatch-staging-coordinator-down; deploy the stack");
    }
  }

  @Test
  void productionIsRefusedWithoutYesAndADrillThatNobodyReadsIsRed() {
    try (Launched drill = account.runwatch("drill", "queue-backing-up", "--env", "prod")) {
      assertThat(drill.awaitEnd(LONG)).isEqualTo(2);
      assertThat(drill.err()).contains("prod is production and people will be paged: add --yes");
    }
    assertThat(state(PROD)).isEqualTo(StateValue.OK);
    try (Launched drill = account.runwatch("drill", "queue-backing-up", "--env", "prod", "--yes")) {
      assertThat(drill.awaitEnd(LONG)).as(drill.out()).isEqualTo(1);
      assertThat(drill.out()).containsPattern("s {2}its notification left for " + unconfirmed);
      assertThat(drill.err())
          .contains("nobody was told: no subscription of " + unconfirmed + " is confirmed");
    }
    assertThat(state(PROD)).isEqualTo(StateValue.OK);
    nothingIsLeft();
  }

  @Test
  void anEndpointWithoutMuteRulesIsToldInOneLine() {
    try (Launched mute =
        account.runwatch("mute", "30m", "--env", "staging", "--reason", "deploy 1.2")) {
      assertThat(mute.awaitEnd(LONG)).isEqualTo(1);
      assertThat(mute.err().strip().lines())
          .singleElement()
          .asString()
          .contains("runwatch mute: this endpoint does not support alarm mute rules");
    }
  }

  private static String subscribe(String to) {
    return account
        .sns()
        .subscribe(
            it ->
                it.topicArn(to)
                    .protocol("email")
                    .endpoint("drilled@example.com")
                    .returnSubscriptionArn(true))
        .subscriptionArn();
  }

  private static void confirm(String subscription) throws Exception {
    String answer = get(account.endpoint() + "/_aws/sns/subscription-tokens/" + subscription);
    String token = answer.replaceAll("(?s).*\"subscription_token\":\\s*\"([^\"]*)\".*", "$1");
    account.sns().confirmSubscription(it -> it.topicArn(topic).token(token));
  }

  private static void alarm(String name, String... actions) {
    account
        .cloudWatch()
        .putMetricAlarm(
            it ->
                it.alarmName(name)
                    .namespace("Drilled")
                    .metricName("nothing")
                    .statistic("Maximum")
                    .comparisonOperator("GreaterThanThreshold")
                    .threshold(50.0)
                    .period(3600)
                    .evaluationPeriods(1)
                    .treatMissingData("ignore")
                    .alarmActions(actions)
                    .okActions(actions));
    account
        .cloudWatch()
        .setAlarmState(
            it -> it.alarmName(name).stateValue(StateValue.OK).stateReason("as after a quiet day"));
  }

  private static StateValue state(String name) {
    return account
        .cloudWatch()
        .describeAlarms(it -> it.alarmNames(name))
        .metricAlarms()
        .get(0)
        .stateValue();
  }

  private static void nothingIsLeft() {
    assertThat(account.sqs().listQueues(it -> it.queueNamePrefix("runwatch-")).queueUrls())
        .noneMatch(it -> it.contains("_drill-"));
    assertThat(account.sns().listSubscriptionsByTopic(it -> it.topicArn(topic)).subscriptions())
        .extracting(it -> it.protocol())
        .containsOnly("email");
  }

  private static String get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }
}
