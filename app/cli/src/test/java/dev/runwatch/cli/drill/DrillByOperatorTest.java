/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.cli.account.OperatorPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A drill with the rights of the operators' policy and no others. */
final class DrillByOperatorTest {

  private final FakeAccount account = new FakeAccount("prod");
  private final List<String> told = new ArrayList<>();
  private final Changes changes = new Changes();

  @Test
  void theOperatorsPolicyIsEnoughForADrillThatLeavesNothing() {
    account.authority = new OperatorPolicy()::authorise;
    new Drill(
            account.cloudWatch,
            account.sns,
            account.sqs,
            InstantSource.system(),
            changes,
            Duration.ofSeconds(10),
            account.alarm,
            "runwatch-prod_drill-",
            told::add)
        .run();
    assertThat(changes.end()).isEmpty();
    assertThat(account.queues).isEmpty();
    assertThat(account.subscriptions).isEmpty();
    assertThat(account.states).containsExactly("ALARM", "OK");
    assertThat(told)
        .contains("confirmed recipients: a@example.com")
        .noneMatch(it -> it.contains("cannot be listed"))
        .noneMatch(it -> it.contains("history of the alarm is read"));
  }

  @Test
  void anOperatorOfAnotherEnvironmentMayNotFireTheAlarm() {
    FakeAccount eu = new FakeAccount("prod-eu");
    eu.authority = new OperatorPolicy()::authorise;
    assertThatThrownBy(
            () -> eu.cloudWatch.setAlarmState(it -> it.alarmName(eu.alarm).stateValue("ALARM")))
        .hasMessageContaining("not authorized to perform cloudwatch:SetAlarmState");
  }
}
