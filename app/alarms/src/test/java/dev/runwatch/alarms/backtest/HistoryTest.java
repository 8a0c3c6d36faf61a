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
import dev.runwatch.alarms.definition.TreatMissingData;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {

  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final double MISSING = Double.NaN;

  /** 3, nothing, 5, 1, nothing, nothing in the first six minutes. */
  @ParameterizedTest
  @CsvSource({"Sum, 8, 1", "SampleCount, 8, 1", "Minimum, 3, 1", "Maximum, 5, 1"})
  void aLongerPeriodIsComposedOfItsMinutes(String statistic, double first, double second) {
    MetricStat stat = Alarms.stat("depth", statistic, Duration.ofMinutes(3));
    assertThat(filled(stat).read(stat, START, at(6)).values()).containsExactly(first, second);
  }

  @Test
  void aPeriodNeedNotBeginAtAMultipleOfItsLength() {
    MetricStat stat = Alarms.stat("depth", "Sum", Duration.ofMinutes(3));
    History history = filled(stat);
    assertThat(history.read(stat, at(1), at(4)).values()).containsExactly(6);
    assertThat(history.read(stat, at(2), at(8)).values()).containsExactly(6, MISSING);
  }

  @Test
  void outsideOfTheHistoryThereIsNoData() {
    MetricStat stat = Alarms.stat("depth", "Sum", MINUTE);
    History history = filled(stat);
    history.add(stat, START.minus(MINUTE), 99);
    history.add(stat, at(6), 99);
    assertThat(history.count(stat)).isEqualTo(3);
    assertThat(history.read(stat, START.minus(MINUTE), at(1)).values()).containsExactly(MISSING, 3);
    assertThat(history.read(stat, at(5), at(8)).values())
        .containsExactly(MISSING, MISSING, MISSING);
  }

  @Test
  void aPointBelongsToTheMinuteItFallsInto() {
    MetricStat stat = Alarms.stat("depth", "Sum", MINUTE);
    History history = new History(START, at(2), MINUTE);
    history.add(stat, START.plusSeconds(59), 4);
    history.add(stat, START.plusSeconds(61), 5);
    assertThat(history.read(stat, START, at(2)).values()).containsExactly(4, 5);
  }

  @Test
  void metricsAreToldApartByEverythingButTheirPeriod() {
    MetricStat sum = Alarms.stat("depth", "Sum", MINUTE);
    History history = filled(sum);
    assertThat(history.count(Alarms.stat("depth", "Sum", Duration.ofMinutes(5)))).isEqualTo(3);
    assertThat(history.count(Alarms.stat("depth", "Maximum", MINUTE))).isZero();
    assertThat(history.count(Alarms.stat("other", "Sum", MINUTE))).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "Sum, PT15M, PT1M",
    "SampleCount, PT5M, PT1M",
    "Maximum, PT1M, PT1M",
    "Sum, PT10S, PT10S",
    "Average, PT5M, PT5M",
    "p99, PT5M, PT5M"
  })
  void aStatisticThatAddsUpIsRetrievedByTheMinute(
      String statistic, Duration period, Duration unit) {
    assertThat(History.unit(Alarms.stat("depth", statistic, period))).isEqualTo(unit);
  }

  @Test
  void aHistoryHasStartEndAndUnit() {
    History history = new History(START, START.plus(Duration.ofSeconds(150)), MINUTE);
    assertThat(history.from()).isEqualTo(START);
    assertThat(history.to()).isEqualTo(at(2));
    assertThat(history.unit()).isEqualTo(MINUTE);
  }

  @Test
  void aHistoryHasOneToFiveMillionPeriods() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new History(START, START.plusSeconds(59), MINUTE))
        .withMessageContaining("are 0 periods of 60 s: give 1 to 5000000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new History(START, at(-1), MINUTE))
        .withMessageContaining("are -1 periods");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new History(START, START.plusSeconds(5_000_001), Duration.ofSeconds(1)));
  }

  @Test
  void anOutcomeSumsUpItsEpisodes() {
    Episode three = new Episode(START, at(3), false);
    Episode open = new Episode(at(10), at(15), true);
    Outcome outcome = new Outcome(50, List.of(three, open));
    assertThat(three.length()).isEqualTo(Duration.ofMinutes(3));
    assertThat(outcome.total()).isEqualTo(Duration.ofMinutes(8));
    assertThat(outcome.longest()).isEqualTo(Duration.ofMinutes(5));
    assertThat(new Outcome(50, List.of()).total()).isZero();
    assertThat(new Outcome(50, List.of()).longest()).isZero();
  }

  @Test
  void anEpisodeThatTheHistoryCutsOffIsOpen() {
    AlarmDefinition alarm =
        Alarms.plain(Alarms.above(4, 1, 1, TreatMissingData.NOT_BREACHING), "Maximum", MINUTE)
            .build();
    MetricStat stat = alarm.metric().orElseThrow();
    History history = new History(START, at(6), MINUTE);
    double[] values = {0, 9, 0, 0, 9, 9};
    for (int i = 0; i < values.length; i++) {
      history.add(stat, at(i), values[i]);
    }
    assertThat(new Backtest(alarm, history).with(4).episodes())
        .containsExactly(
            new Episode(at(2), at(3), /* open= */ false),
            new Episode(at(5), at(6), /* open= */ true));
    assertThat(new Backtest(alarm, history).with(9).episodes()).isEmpty();
  }

  private static History filled(MetricStat stat) {
    History history = new History(START, at(6), MINUTE);
    history.add(stat, START, 3);
    history.add(stat, at(2), 5);
    history.add(stat, at(3), 1);
    return history;
  }

  private static Instant at(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }
}
