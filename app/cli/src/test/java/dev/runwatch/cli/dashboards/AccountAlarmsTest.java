/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.evaluation.StateTransition;
import dev.runwatch.emulator.alarms.AlarmSnapshot;
import dev.runwatch.testing.Repository;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** The alarms of an account as the console shows them. */
final class AccountAlarmsTest {

  private static final Instant CHANGED = Instant.parse("2026-03-01T10:00:00Z");

  private final Account account = new Account();
  private Instant now = Instant.parse("2026-03-01T11:00:00Z");
  private final AccountAlarms alarms =
      new AccountAlarms(
          account,
          "prod",
          DefinitionLoader.loadAll(Repository.root().resolve("alarms")).stream()
              .map(it -> it.bound("prod", "Runwatch"))
              .toList(),
          () -> now);

  @Test
  void anAlarmHasTheStateAndTheReasonOfTheAccount() {
    account.states.add(alarm("queue-backing-up", "ALARM", CHANGED));
    AlarmSnapshot queue = find("queue-backing-up");
    assertThat(queue.status().state()).isEqualTo(AlarmState.ALARM);
    assertThat(queue.status().since()).isEqualTo(CHANGED);
    assertThat(queue.status().reason()).isEqualTo("because");
  }

  @Test
  void anAlarmThatIsNotDeployedSaysSo() {
    AlarmSnapshot down = find("coordinator-down");
    assertThat(down.status().state()).isEqualTo(AlarmState.INSUFFICIENT_DATA);
    assertThat(down.status().reason()).contains("deploy the stack");
  }

  @Test
  void theHistoryIsOldestFirstAndWithoutUpdatesOfTheSameState() {
    account.states.add(alarm("queue-backing-up", "OK", CHANGED));
    account.history.add(change("ALARM", "OK", CHANGED));
    account.history.add(change("ALARM", "ALARM", CHANGED.minusSeconds(60)));
    account.history.add(change("OK", "ALARM", CHANGED.minusSeconds(120)));
    account.history.add(
        AlarmHistoryItem.builder().timestamp(CHANGED.minusSeconds(180)).historyData("?").build());
    assertThat(find("queue-backing-up").history())
        .extracting(StateTransition::to)
        .containsExactly(AlarmState.ALARM, AlarmState.OK);
  }

  @Test
  void theAccountIsAskedRarelyAndForTheHistoryOfChangedAlarmsOnly() {
    account.states.add(alarm("queue-backing-up", "OK", CHANGED));
    find("queue-backing-up");
    find("queue-backing-up");
    assertThat(account.asked).isEqualTo(1);
    assertThat(account.askedForHistory).isEqualTo(1);
    now = now.plus(Duration.ofSeconds(10));
    find("queue-backing-up");
    assertThat(account.asked).isEqualTo(2);
    assertThat(account.askedForHistory).isEqualTo(1);
    account.states.set(0, alarm("queue-backing-up", "ALARM", CHANGED.plusSeconds(5)));
    now = now.plus(Duration.ofSeconds(10));
    assertThat(find("queue-backing-up").status().state()).isEqualTo(AlarmState.ALARM);
    assertThat(account.askedForHistory).isEqualTo(2);
  }

  private AlarmSnapshot find(String name) {
    return alarms.get().stream()
        .filter(it -> it.definition().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static MetricAlarm alarm(String name, String state, Instant since) {
    return MetricAlarm.builder()
        .alarmName("runwatch-prod-" + name)
        .stateValue(state)
        .stateReason("because")
        .stateUpdatedTimestamp(since)
        .build();
  }

  private static AlarmHistoryItem change(String from, String to, Instant at) {
    return AlarmHistoryItem.builder()
        .timestamp(at)
        .historyData(
            """
            {"version": "1.0", "oldState": {"stateValue": "%s"},
             "newState": {"stateValue": "%s", "stateReason": "because"}}
            """
                .formatted(from, to))
        .build();
  }

  /** An account with the alarms that a test sets. */
  private static final class Account implements CloudWatchAsyncClient {
    private final List<MetricAlarm> states = new ArrayList<>();
    private final List<AlarmHistoryItem> history = new ArrayList<>();
    private int asked;
    private int askedForHistory;

    @Override
    public CompletableFuture<DescribeAlarmsResponse> describeAlarms(DescribeAlarmsRequest request) {
      asked++;
      return CompletableFuture.completedFuture(
          DescribeAlarmsResponse.builder().metricAlarms(states).build());
    }

    @Override
    public CompletableFuture<DescribeAlarmHistoryResponse> describeAlarmHistory(
        DescribeAlarmHistoryRequest request) {
      askedForHistory++;
      return CompletableFuture.completedFuture(
          DescribeAlarmHistoryResponse.builder().alarmHistoryItems(history).build());
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
