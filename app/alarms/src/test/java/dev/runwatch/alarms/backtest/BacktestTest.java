/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricStat;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BacktestTest {

  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void aQueueOfKnownLengthFiresAsOftenAsCountedByHand() {
    // Every 6 hours 60 runs wait for 20 minutes, once a day 100 do; otherwise 10.
    AlarmDefinition alarm = alarm("queue-backing-up");
    History history = new History(START, START.plus(Duration.ofDays(14)), MINUTE);
    MetricStat stat = alarm.metric().orElseThrow();
    for (int i = 0; i < 14 * 1440; i++) {
      boolean busy = i % 360 >= 100 && i % 360 < 120;
      boolean daily = busy && i % 1440 < 360;
      history.add(stat, START.plus(MINUTE.multipliedBy(i)), daily ? 100 : busy ? 60 : 10);
    }
    Backtest backtest = new Backtest(alarm, history);
    assertThat(backtest.with(50).episodes()).hasSize(14 * 4);
    assertThat(backtest.with(80).episodes()).hasSize(14);
    assertThat(backtest.with(100).episodes()).isEmpty();
    // 8 minutes to fire, 3 to recover: 20 - 8 + 3.
    assertThat(backtest.with(80).total()).isEqualTo(Duration.ofMinutes(14 * 15));
    assertThat(backtest.with(80).longest()).isEqualTo(Duration.ofMinutes(15));
    assertThat(backtest.with(80).episodes().get(0))
        .isEqualTo(
            new Episode(
                START.plus(Duration.ofMinutes(108)), START.plus(Duration.ofMinutes(123)), false));
    assertThat(backtest.with(5).episodes())
        .containsExactly(
            new Episode(START.plus(Duration.ofMinutes(8)), START.plus(Duration.ofDays(14)), true));
  }

  @Test
  void aWindowOfFifteenMinutesSlidesOverMinutes() {
    AlarmDefinition alarm = alarm("high-failure-rate");
    History history = new History(START, START.plus(Duration.ofHours(2)), MINUTE);
    for (int i = 0; i < 120; i++) {
      Instant at = START.plus(MINUTE.multipliedBy(i));
      history.add(alarm.stats().get("failed"), at, i == 30 ? 2 : 0);
      history.add(alarm.stats().get("completed"), at, i == 30 ? 8 : 0);
    }
    assertThat(new Backtest(alarm, history).with(0.1).episodes())
        .containsExactly(
            new Episode(
                START.plus(Duration.ofMinutes(31)), START.plus(Duration.ofMinutes(46)), false));
    assertThat(new Backtest(alarm, history).with(0.2).episodes()).isEmpty();
  }

  @Test
  void aHistoryWithoutAnEndIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new History(START, START, MINUTE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new History(Instant.EPOCH, START, MINUTE));
  }

  private static AlarmDefinition alarm(String name) {
    return Alarms.sample(name).bound("prod", "Runwatch");
  }
}
