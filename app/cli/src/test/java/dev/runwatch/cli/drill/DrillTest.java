/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

final class DrillTest {

  private final FakeAccount account = new FakeAccount();
  private final List<String> told = new ArrayList<>();
  private final Changes changes = new Changes();

  @Test
  void theAlarmFiresItsNotificationLeavesAndItIsSetBack() {
    make(Duration.ofSeconds(30)).run();
    assertThat(account.states).containsExactly("ALARM", "OK");
    assertThat(told)
        .anyMatch(it -> it.endsWith("its notification left for " + FakeAccount.TOPIC))
        .anyMatch(it -> it.endsWith("the notification of OK left"))
        .contains("confirmed recipients: a@example.com")
        .contains("recipients that have not confirmed: b@example.com");
    nothingIsLeft();
  }

  @Test
  void anAlarmThatHadTooLittleDataGoesBackToThat() {
    account.state = StateValue.INSUFFICIENT_DATA;
    make(Duration.ofSeconds(30)).run();
    assertThat(account.states).containsExactly("ALARM", "INSUFFICIENT_DATA");
    nothingIsLeft();
  }

  /** CloudWatch often returns an alarm to its actual state within seconds. */
  @Test
  void anAlarmThatReturnsByItselfIsASuccess() {
    account.returnsByItself = true;
    make(Duration.ofSeconds(30)).run();
    assertThat(account.states).as("set by the drill").containsExactly("ALARM");
    assertThat(told)
        .anyMatch(it -> it.contains("it returned to OK by itself"))
        .anyMatch(it -> it.endsWith("the notification of OK left"));
    nothingIsLeft();
  }

  @Test
  void aDrillOfWhichNobodyWasToldIsAFailure() {
    account.confirmed = false;
    assertThatThrownBy(() -> make(Duration.ofSeconds(30)).run())
        .isInstanceOf(DrillFailedException.class)
        .hasMessageContaining("nobody was told: no subscription of " + FakeAccount.TOPIC);
    nothingIsLeft();
  }

  @Test
  void withoutTheRightToListSubscriptionsAGoodDrillIsASuccess() {
    account.refused.add("listSubscriptionsByTopic");
    make(Duration.ofSeconds(30)).run();
    assertThat(told).anyMatch(it -> it.startsWith("the recipients cannot be listed: "));
    nothingIsLeft();
  }

  @Test
  void aNotificationThatDoesNotLeaveIsAFailureAndTheAlarmIsSetBack() {
    account.delivers = false;
    account.history.add(HistoryItems.failure());
    assertThatThrownBy(() -> make(Duration.ofMillis(1)).run())
        .isInstanceOf(DrillFailedException.class)
        .hasMessageContaining("its notification left")
        .hasMessageContaining("Failed to execute action arn:topic");
    nothingIsLeft();
    assertThat(account.states).containsExactly("ALARM", "OK");
  }

  @Test
  void withoutLeaveToMakeAQueueTheHistoryTells() {
    account.refused.add("createQueue");
    account.history.add(HistoryItems.published(FakeAccount.TOPIC, StateValue.ALARM));
    account.history.add(HistoryItems.published(FakeAccount.TOPIC, StateValue.OK));
    make(Duration.ofSeconds(30)).run();
    assertThat(told).anyMatch(it -> it.contains("the history of the alarm is read instead"));
    assertThat(account.states).containsExactly("ALARM", "OK");
  }

  @Test
  void aSuccessOfAnotherActionOrStateInTheHistoryIsNotTheNotification() {
    account.refused.add("createQueue");
    account.history.add(HistoryItems.published("arn:aws:lambda:other", StateValue.ALARM));
    account.history.add(HistoryItems.published(FakeAccount.TOPIC, StateValue.OK));
    assertThatThrownBy(() -> make(Duration.ofMillis(1)).run())
        .hasMessageContaining("its notification left");
    nothingIsLeft();
  }

  @Test
  void anAlarmThatIsAlreadyInAlarmIsLeftAlone() {
    account.state = StateValue.ALARM;
    assertThatThrownBy(() -> make(Duration.ofSeconds(1)).run())
        .hasMessageContaining("is already in ALARM");
    assertThat(account.states).isEmpty();
  }

  @Test
  void anAlarmWithoutATopicOrWithoutActionsIsNotFired() {
    account.actions = List.of();
    assertThatThrownBy(() -> make(Duration.ofSeconds(1)).run())
        .hasMessageContaining("has no topic as its action on ALARM");
    account.enabled = () -> false;
    assertThatThrownBy(() -> make(Duration.ofSeconds(1)).run())
        .hasMessageContaining("are disabled");
    assertThat(account.states).isEmpty();
  }

  @Test
  void aSetBackThatIsRefusedIsToldWithTheCommandThatSetsItBack() {
    account.refusesToSetBack = true;
    assertThatThrownBy(() -> make(Duration.ofSeconds(30)).run())
        .isInstanceOf(DrillFailedException.class)
        .hasMessageContaining("could not be set back to OK");
    assertThat(changes.end())
        .singleElement()
        .asString()
        .contains("aws cloudwatch set-alarm-state --state-value OK")
        .contains(FakeAccount.ALARM);
    assertThat(account.queues).isEmpty();
    assertThat(account.subscriptions).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unsubscribe", "deleteQueue"})
  void whatMayNotBeRemovedIsNamedAndTheRestIsRemoved(String refused) {
    account.refused.add(refused);
    make(Duration.ofSeconds(30)).run();
    assertThat(changes.end())
        .singleElement()
        .asString()
        .containsPattern("run {2}aws (sns unsubscribe|sqs delete-queue)");
    assertThat(account.queues.size() + account.subscriptions.size()).isEqualTo(1);
    assertThat(account.state()).isEqualTo(StateValue.OK);
  }

  /** More than the requests of a whole drill. */
  static IntStream requests() {
    return IntStream.rangeClosed(1, 25);
  }

  /** A signal between any two requests, and while one is under way. */
  @ParameterizedTest
  @MethodSource("requests")
  void aSignalAtAnyStepLeavesNothing(int request) throws Exception {
    List<CompletableFuture<List<String>>> signals = new ArrayList<>();
    account.before(
        request,
        () -> {
          signals.add(CompletableFuture.supplyAsync(changes::end));
          pauseUntilTheSignalIsHandled(signals.get(0));
        });
    try {
      make(Duration.ofSeconds(5)).run();
    } catch (RuntimeException e) {
      assertThat(e).isNotInstanceOf(NullPointerException.class);
    }
    for (CompletableFuture<List<String>> signal : signals) {
      assertThat(signal.get(30, TimeUnit.SECONDS)).isEmpty();
    }
    nothingIsLeft();
    assertThat(account.state()).isEqualTo(StateValue.OK);
  }

  /** The signal waits for a change that is under way; other requests go on after it. */
  private static void pauseUntilTheSignalIsHandled(CompletableFuture<?> signal) {
    try {
      signal.get(100, TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      return; // a change is under way
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private Drill make(Duration longest) {
    return new Drill(
        account.cloudWatch,
        account.sns,
        account.sqs,
        InstantSource.system(),
        changes,
        longest,
        FakeAccount.ALARM,
        "runwatch-staging_drill-",
        told::add);
  }

  private void nothingIsLeft() {
    assertThat(changes.end()).isEmpty();
    assertThat(account.queues).isEmpty();
    assertThat(account.subscriptions).isEmpty();
  }
}
