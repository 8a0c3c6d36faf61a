/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.backtest.History;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricQuery;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Rule;
import dev.runwatch.alarms.definition.TreatMissingData;
import dev.runwatch.alarms.definition.WarmUp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The minute, counted from the creation, at which a warm-up of 30 minutes ends. */
class WarmUpTrackerTest {

  private static final Instant CREATED = Instant.parse("2026-01-05T10:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Rule THREE = Alarms.above(1, 3, 3, TreatMissingData.BREACHING);

  @ParameterizedTest(name = "data from minute {0}, period {1}: ends at minute {2}")
  @CsvSource({
    // A window of three minutes is full three minutes after the first data.
    "0, PT1M, 3",
    "4, PT1M, 7",
    // AWS's example: three periods of five minutes, data from 10:04, evaluated from 10:19.
    "4, PT5M, 19",
    // Data that would fill the window later than minute 30 does not prolong the warm-up.
    "29, PT1M, 30",
    "20, PT5M, 30"
  })
  void dataForAllPeriodsEndsIt(int first, Duration period, int end) {
    AlarmDefinition alarm = alarm(period, /* onlyAfter= */ false);
    assertThat(end(alarm, "depth", minute -> minute >= first)).isEqualTo(end);
  }

  @Test
  void withoutDataItLastsItsWholeLength() {
    assertThat(end(alarm(MINUTE, /* onlyAfter= */ false), "depth", minute -> false)).isEqualTo(30);
  }

  @Test
  void dataDoesNotEndOneThatMustLastItsWholeLength() {
    assertThat(end(alarm(MINUTE, /* onlyAfter= */ true), "depth", minute -> true)).isEqualTo(30);
  }

  @Test
  void dataThatHasStoppedDoesNotEndIt() {
    // Two minutes of data do not fill three periods, and the next data comes ten minutes later.
    assertThat(
            end(
                alarm(MINUTE, /* onlyAfter= */ false),
                "depth",
                minute -> minute < 2 || minute >= 12))
        .isEqualTo(15);
  }

  @Test
  void aGapWithinTheWindowDoesNotMatter() {
    assertThat(
            end(
                alarm(MINUTE, /* onlyAfter= */ false),
                "depth",
                minute -> minute == 0 || minute == 2))
        .isEqualTo(3);
  }

  @Test
  void dataOfAnyMetricOfAnExpressionCounts() {
    MetricStat a = Alarms.stat("a", "Maximum", MINUTE);
    MetricStat b = Alarms.stat("b", "Maximum", MINUTE);
    AlarmDefinition alarm =
        AlarmDefinition.builder("both")
            .metrics(
                List.of(
                    MetricQuery.ofMetric("a", a).withReturnData(false),
                    MetricQuery.ofMetric("b", b).withReturnData(false),
                    MetricQuery.ofExpression("e", "MIN([FILL(a, 0), FILL(b, 1)])")))
            .rule(THREE)
            .warmUp(new WarmUp(Duration.ofMinutes(30), false))
            .build();
    assertThat(end(alarm, "b", minute -> minute >= 5)).isEqualTo(8);
    // Points that FILL adds are no data.
    assertThat(end(alarm, "b", minute -> false)).isEqualTo(30);
  }

  @Test
  void anAlarmWithoutAWarmUpHasNoneToEnd() {
    AlarmDefinition alarm = Alarms.plain(THREE, "Maximum", MINUTE).build();
    WarmUpTracker tracker =
        new WarmUpTracker(
            alarm, new AlarmQuery(alarm), CREATED, Assumptions.DEFAULT, /* over= */ false);
    assertThat(tracker.still()).isFalse();
  }

  @Test
  void aWarmUpThatHasEndedDoesNotBeginAgain() {
    AlarmDefinition alarm = alarm(MINUTE, /* onlyAfter= */ false);
    WarmUpTracker tracker =
        new WarmUpTracker(
            alarm, new AlarmQuery(alarm), CREATED, Assumptions.DEFAULT, /* over= */ false);
    assertThat(tracker.over(history("depth", minute -> true), at(3))).isTrue();
    assertThat(tracker.over(history("depth", minute -> false), at(4))).isTrue();
    assertThat(tracker.still()).isFalse();
  }

  private static int end(AlarmDefinition alarm, String metric, IntPredicate data) {
    WarmUpTracker tracker =
        new WarmUpTracker(
            alarm, new AlarmQuery(alarm), CREATED, Assumptions.DEFAULT, /* over= */ false);
    History history = history(metric, data);
    int minute = 1;
    while (!tracker.over(history, at(minute))) {
      assertThat(tracker.still()).isTrue();
      minute++;
    }
    return minute;
  }

  private static History history(String metric, IntPredicate data) {
    History history = new History(CREATED, at(60), MINUTE);
    for (int minute = 0; minute < 60; minute++) {
      if (data.test(minute)) {
        history.add(Alarms.stat(metric, "Maximum", MINUTE), at(minute), 1);
      }
    }
    return history;
  }

  private static AlarmDefinition alarm(Duration period, boolean onlyAfter) {
    return Alarms.plain(THREE, "Maximum", period)
        .warmUp(new WarmUp(Duration.ofMinutes(30), onlyAfter))
        .build();
  }

  private static Instant at(int minute) {
    return CREATED.plus(Duration.ofMinutes(minute));
  }
}
