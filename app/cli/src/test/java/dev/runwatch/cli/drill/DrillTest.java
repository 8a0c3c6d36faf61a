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
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

final class DrillTest {

  private final FakeAccount account = new FakeAccount();
  private final List<String> told = new ArrayList<>();

  @Test
  void theAlarmFiresItsNotificationLeavesAndItIsSetBack() {
    drill(Duration.ofSeconds(30));
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
    account.state(StateValue.INSUFFICIENT_DATA);
    drill(Duration.ofSeconds(30));
    assertThat(account.states).containsExactly("ALARM", "INSUFFICIENT_DATA");
    nothingIsLeft();
  }

  @Test
  void aNotificationThatDoesNotLeaveIsAFailureAndTheAlarmIsSetBack() {
    account.delivers = false;
    account.history.add("Failed to execute action arn:topic");
    assertThatThrownBy(() -> drill(Duration.ofMillis(1)))
        .isInstanceOf(DrillFailedException.class)
        .hasMessageContaining("its notification left")
        .hasMessageContaining("Failed to execute action arn:topic");
    assertThat(account.states).containsExactly("ALARM", "OK");
    nothingIsLeft();
  }

  @Test
  void withoutLeaveToMakeAQueueTheHistoryTells() {
    account.refusesQueues = true;
    account.history.add("Successfully executed action arn:topic");
    drill(Duration.ofSeconds(30));
    assertThat(told).anyMatch(it -> it.contains("the history of the alarm is read instead"));
    assertThat(account.states).containsExactly("ALARM", "OK");
  }

  @Test
  void anAlarmThatIsAlreadyInAlarmIsLeftAlone() {
    account.state(StateValue.ALARM);
    assertThatThrownBy(() -> drill(Duration.ofSeconds(1)))
        .hasMessageContaining("is already in ALARM");
    assertThat(account.states).isEmpty();
    nothingIsLeft();
  }

  @Test
  void anAlarmWithoutATopicOrWithoutActionsIsNotFired() {
    account.actions = List.of();
    assertThatThrownBy(() -> drill(Duration.ofSeconds(1)))
        .hasMessageContaining("has no topic as its action on ALARM");
    account.enabled = () -> false;
    assertThatThrownBy(() -> drill(Duration.ofSeconds(1))).hasMessageContaining("are disabled");
    assertThat(account.states).isEmpty();
  }

  @Test
  void anInterruptedDrillSetsTheAlarmBackAndLeavesNothing() throws Exception {
    account.delivers = false;
    Drill drill = make(Duration.ofMinutes(5));
    CompletableFuture<Void> running = CompletableFuture.runAsync(drill::run);
    assertThat(account.fired.await(30, TimeUnit.SECONDS)).isTrue();
    drill.close();
    assertThat(account.state()).isEqualTo(StateValue.OK);
    nothingIsLeft();
    running.cancel(true);
  }

  private void drill(Duration longest) {
    try (Drill drill = make(longest)) {
      drill.run();
    }
  }

  private Drill make(Duration longest) {
    return new Drill(
        account.cloudWatch,
        account.sns,
        account.sqs,
        InstantSource.system(),
        longest,
        FakeAccount.ALARM,
        "runwatch-staging_drill-",
        told::add);
  }

  private void nothingIsLeft() {
    assertThat(account.queues).isEmpty();
    assertThat(account.subscriptions).isEmpty();
  }
}
