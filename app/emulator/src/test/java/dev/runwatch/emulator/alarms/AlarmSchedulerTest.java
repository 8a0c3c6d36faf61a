/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.alarms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.evaluation.SeriesSource;
import dev.runwatch.alarms.evaluation.StateTransition;
import dev.runwatch.emulator.TestAlarms;
import dev.runwatch.emulator.metrics.MetricKey;
import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.emulator.metrics.Samples;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlarmSchedulerTest {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final MetricKey PENDING = new MetricKey("N", "pending", Map.of(), "Count");

  @TempDir Path folder;

  private final MetricStore store = new MetricStore(Duration.ofMinutes(1));
  private final List<StateTransition> actions = new ArrayList<>();
  private Instant now = START;
  private AlarmDefinition queue;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeEach
  void define() {
    queue = TestAlarms.queue(folder);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  @Test
  void aNewAlarmHasInsufficientData() {
    AlarmSnapshot alarm = scheduler(queue).all().get(0);
    assertThat(alarm.status().state()).isEqualTo(AlarmState.INSUFFICIENT_DATA);
    assertThat(alarm.status().since()).isEqualTo(START);
    assertThat(alarm.history()).isEmpty();
  }

  @Test
  void anAlarmGoesToAlarmAndBackByItsDataAndRunsItsActions() {
    AlarmScheduler scheduler = scheduler(queue);
    minutes(scheduler, 0, 0, 60, 60, 60, 0);
    assertThat(changes(scheduler)).containsExactly("INSUFFICIENT_DATA OK", "OK ALARM", "ALARM OK");
    assertThat(actions).isEqualTo(scheduler.all().get(0).history());
    StateTransition alarm = actions.get(1);
    assertThat(alarm.at()).isEqualTo(START.plus(Duration.ofSeconds(4 * 60 + 30)));
    assertThat(alarm.reason()).contains("60.0");
  }

  @Test
  void oneMinuteAboveTheThresholdIsNotTwo() {
    AlarmScheduler scheduler = scheduler(queue);
    minutes(scheduler, 0, 60, 0, 60, 0);
    assertThat(changes(scheduler)).containsExactly("INSUFFICIENT_DATA OK");
  }

  @Test
  void anAlarmWithoutEnabledActionsChangesAndRunsNone() {
    AlarmScheduler scheduler = scheduler(TestAlarms.queue(folder, "ActionsEnabled: false"));
    minutes(scheduler, 60, 60, 60);
    assertThat(changes(scheduler)).contains("OK ALARM");
    assertThat(actions).isEmpty();
  }

  @Test
  void anAlarmWithActionsForOneStateRunsThemInThatStateOnly() {
    AlarmDefinition definition =
        TestAlarms.queue(folder, "OKActions: ['arn:aws:sns:eu-west-1:123456789012:topic']");
    AlarmScheduler scheduler = scheduler(definition);
    minutes(scheduler, 60, 60, 60, 0);
    assertThat(changes(scheduler)).contains("OK ALARM", "ALARM OK");
    assertThat(actions).extracting(StateTransition::to).containsOnly(AlarmState.OK);
  }

  @Test
  void anAlarmThatWarmsUpIsNotEvaluated() {
    AlarmDefinition definition =
        TestAlarms.queue(
            folder,
            "WarmUpConfiguration: {WarmUpPeriodDurationInMinutes: 5,"
                + " OnlyStartEvaluatingAfterWarmUpPeriodEnds: true}");
    AlarmScheduler scheduler = scheduler(definition);
    minutes(scheduler, 60, 60, 60, 60);
    assertThat(scheduler.all().get(0).status().warmingUp()).isTrue();
    assertThat(actions).isEmpty();
    minutes(scheduler, 60, 60);
    assertThat(scheduler.all().get(0).status().state()).isEqualTo(AlarmState.ALARM);
  }

  @Test
  void oneAlarmThatCannotBeEvaluatedDoesNotStopTheOthers() {
    SeriesSource source =
        (stat, from, to) -> {
          if (stat.unit() != null) {
            throw new IllegalStateException("the source is broken");
          }
          return store.read(stat, from, to);
        };
    AlarmDefinition broken = TestAlarms.queue(folder, "Unit: Bytes");
    AlarmScheduler scheduler =
        open(
            new AlarmScheduler(
                List.of(broken, queue), source, (alarm, change) -> actions.add(change), () -> now));
    minutes(scheduler, 60, 60, 60);
    assertThat(scheduler.all())
        .extracting(alarm -> alarm.status().state())
        .containsExactly(AlarmState.INSUFFICIENT_DATA, AlarmState.ALARM);
  }

  @Test
  void anActionThatThrowsLosesNoChange() {
    AlarmScheduler scheduler =
        open(
            new AlarmScheduler(
                List.of(queue),
                store,
                (alarm, change) -> {
                  throw new IllegalStateException("no mail server");
                },
                () -> now));
    minutes(scheduler, 0, 60, 60, 0);
    assertThat(changes(scheduler)).containsExactly("INSUFFICIENT_DATA OK", "OK ALARM", "ALARM OK");
  }

  @Test
  void theHistoryKeepsTheNewestChanges() {
    AlarmScheduler scheduler = scheduler(queue);
    for (int i = 0; i <= AlarmScheduler.HISTORY / 2; i++) {
      minutes(scheduler, 0, 60, 60);
    }
    List<StateTransition> history = scheduler.all().get(0).history();
    assertThat(history).hasSize(AlarmScheduler.HISTORY);
    assertThat(history.get(0).from()).isNotEqualTo(AlarmState.INSUFFICIENT_DATA);
    assertThat(history.get(history.size() - 1)).isEqualTo(actions.get(actions.size() - 1));
  }

  @Test
  void theActionOfAMutedAlarmRunsAtTheEndOfTheMute() {
    AlarmScheduler scheduler = scheduler(queue);
    minutes(scheduler, 1, 1);
    actions.clear();
    assertThat(scheduler.mute(Optional.of("nobody"), Duration.ofMinutes(5))).isFalse();
    assertThat(scheduler.mute(Optional.of("queue"), Duration.ofMinutes(5))).isTrue();
    minutes(scheduler, 90, 90, 90);
    assertThat(scheduler.all().get(0).status().state()).isEqualTo(AlarmState.ALARM);
    assertThat(actions).isEmpty();
    minutes(scheduler, 90, 90, 90);
    assertThat(actions).singleElement().satisfies(it -> assertThat(it.afterMute()).isTrue());
    assertThat(actions.get(0).to()).isEqualTo(AlarmState.ALARM);
  }

  @Test
  void anAlarmThatIsUnmutedActsAtOnce() {
    AlarmScheduler scheduler = scheduler(queue);
    minutes(scheduler, 1, 1);
    actions.clear();
    scheduler.mute(Optional.empty(), Duration.ofHours(5));
    minutes(scheduler, 90, 90, 90);
    assertThat(actions).isEmpty();
    scheduler.unmute(Optional.empty());
    assertThat(actions).extracting(StateTransition::to).containsExactly(AlarmState.ALARM);
    scheduler.unmute(Optional.empty());
    assertThat(actions).hasSize(1);
  }

  @Test
  void aStartedSchedulerEvaluatesOnceAMinuteHalfAMinuteLate() {
    Duration minute = Duration.ofMillis(400);
    List<Long> offsets = new ArrayList<>();
    SeriesSource source =
        (stat, from, to) -> {
          synchronized (offsets) {
            offsets.add(Math.floorMod(System.currentTimeMillis(), minute.toMillis()));
          }
          return store.read(stat, from, to);
        };
    AlarmScheduler scheduler =
        open(
            new AlarmScheduler(
                List.of(queue.scaledTo(minute)), source, (alarm, change) -> {}, Clock.systemUTC()));
    scheduler.start(minute);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              synchronized (offsets) {
                // A busy machine may delay some, and brings none forward.
                assertThat(offsets).filteredOn(it -> it >= 200 && it < 300).hasSizeGreaterThan(3);
              }
            });
  }

  /** Publishes a value for each minute and evaluates half a minute after its end. */
  private void minutes(AlarmScheduler scheduler, double... values) {
    for (double value : values) {
      Instant minute = store.minuteOf(now);
      store.put(PENDING, minute, Samples.of(value));
      now = minute.plusSeconds(90);
      scheduler.evaluate();
    }
  }

  private AlarmScheduler scheduler(AlarmDefinition definition) {
    return open(
        new AlarmScheduler(
            List.of(definition), store, (alarm, change) -> actions.add(change), () -> now));
  }

  private <T extends AutoCloseable> T open(T resource) {
    opened.add(resource);
    return resource;
  }

  private static List<String> changes(AlarmScheduler scheduler) {
    return scheduler.all().get(0).history().stream()
        .map(change -> change.from() + " " + change.to())
        .toList();
  }
}
