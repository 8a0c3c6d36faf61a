/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.MetricQuery;
import dev.runwatch.alarms.definition.TreatMissingData;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlarmQueryTest {

  private static final Instant NOW = Instant.parse("2026-01-05T10:10:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void aRangeEndsWithTheNewestPeriodAndHasTheExtraOnes() {
    AlarmDefinition alarm = plain(Duration.ofMinutes(5), 3);
    List<Instant> asked = new ArrayList<>();
    SeriesSource source =
        (stat, from, to) -> {
          asked.addAll(List.of(from, to));
          return Series.missing(from, stat.period(), 5);
        };
    Series range = new AlarmQuery(alarm).range(source, NOW, 2);
    assertThat(asked).containsExactly(NOW.minus(Duration.ofMinutes(25)), NOW);
    assertThat(range.size()).isEqualTo(5);
  }

  @Test
  void anExpressionIsComputedOverItsMetrics() {
    AlarmDefinition alarm =
        math("ratio / 2", MetricQuery.ofExpression("ratio", "b / a").withReturnData(false));
    SeriesSource source =
        (stat, from, to) ->
            stat.name().equals("a")
                ? Series.of(from, MINUTE, 1, 2, 4)
                : Series.of(from, MINUTE, 4, 8, Double.NaN);
    Series series = new AlarmQuery(alarm).series(source, NOW.minus(MINUTE.multipliedBy(3)), NOW, 3);
    assertThat(series.values()).containsExactly(2, 2, 0);
    assertThat(series.start()).isEqualTo(NOW.minus(MINUTE.multipliedBy(3)));
  }

  @Test
  void aMetricThatIsNotGivenIsMissing() {
    AlarmQuery query = new AlarmQuery(math("SUM([a, b])"));
    assertThat(query.compute(Map.of("a", new double[] {1, 2}), NOW, 2).values())
        .containsExactly(1, 2);
    assertThat(query.compute(Map.of(), NOW, 2).values()).containsExactly(Double.NaN, Double.NaN);
  }

  @Test
  void aMetricThatReturnsDataIsWatchedItself() {
    AlarmQuery query = new AlarmQuery(plain(MINUTE, 1));
    assertThat(query.compute(Map.of("m1", new double[] {7}), NOW, 1).values()).containsExactly(7);
    assertThat(query.isPointwise()).isTrue();
    assertThat(new AlarmQuery(math("a * MAX(b)")).isPointwise()).isFalse();
  }

  /** AWS: every minute; ten seconds for shorter periods; hourly for more than a day. */
  @ParameterizedTest
  @CsvSource({
    "PT1M, 1, PT1M",
    "PT5M, 3, PT1M",
    "PT10S, 3, PT10S",
    "PT30S, 5, PT10S",
    "PT15M, 96, PT1M",
    "PT1H, 25, PT1H",
    "PT24H, 7, PT1H"
  })
  void anAlarmIsEvaluatedAtTheDocumentedInterval(Duration period, int n, Duration interval) {
    AlarmDefinition alarm = plain(period, n);
    assertThat(AlarmMonitor.cadence(alarm)).isEqualTo(interval);
    assertThat(AlarmMonitor.cadence(alarm.scaledTo(Duration.ofSeconds(6))))
        .isEqualTo(interval.dividedBy(10));
  }

  @Test
  void evaluationsEndWithThePeriodAndNotWithTheTimeOfTheCall() {
    List<Instant> ends = new ArrayList<>();
    SeriesSource source =
        (stat, from, to) -> {
          ends.add(to);
          return Series.missing(from, stat.period(), 3);
        };
    AlarmMonitor monitor = new AlarmMonitor(plain(MINUTE, 1), NOW, AlarmState.OK, 2);
    monitor.evaluate(source, NOW.plusSeconds(59));
    monitor.evaluate(source, NOW.plusSeconds(60));
    assertThat(ends).containsExactly(NOW, NOW.plus(MINUTE));
  }

  @Test
  void theReasonIsRenewedWithoutATransitionAndKeptWhereNothingDecides() {
    AlarmDefinition alarm =
        Alarms.plain(Alarms.above(5, 1, 1, TreatMissingData.IGNORE), "Maximum", MINUTE).build();
    AlarmMonitor monitor = new AlarmMonitor(alarm, NOW, AlarmState.OK, 0);
    assertThat(monitor.status().reason()).isEqualTo("Unchecked: Initial alarm creation");
    assertThat(monitor.evaluate((s, from, to) -> Series.of(from, MINUTE, 1), NOW)).isEmpty();
    assertThat(monitor.status().reason()).contains("[1.0 (05/01/26 10:09:00)]");
    assertThat(monitor.status().since()).isEqualTo(NOW);
    monitor.evaluate((s, from, to) -> Series.missing(from, MINUTE, 1), NOW.plus(MINUTE));
    assertThat(monitor.status().reason()).contains("[1.0 (05/01/26 10:09:00)]");
  }

  @Test
  void aTransitionNotifiesWhereTheAlarmHasAnActionOnTheNewState() {
    AlarmDefinition alarm = plain(MINUTE, 1);
    AlarmMonitor monitor = new AlarmMonitor(alarm, NOW, AlarmState.OK, 0);
    assertThat(monitor.evaluate((s, from, to) -> Series.of(from, MINUTE, 9), NOW))
        .hasValueSatisfying(
            change -> {
              assertThat(change.from()).isEqualTo(AlarmState.OK);
              assertThat(change.to()).isEqualTo(AlarmState.ALARM);
              assertThat(change.notifies()).isTrue();
            });
    assertThat(monitor.evaluate((s, from, to) -> Series.missing(from, MINUTE, 1), NOW.plus(MINUTE)))
        .hasValueSatisfying(
            change -> {
              assertThat(change.to()).isEqualTo(AlarmState.INSUFFICIENT_DATA);
              assertThat(change.notifies()).isFalse();
            });
  }

  @Test
  void dataIsReadInAdvanceOnlyWhereItMakesNoDifference() {
    assertThat(reads(plain(MINUTE, 3))).isEqualTo(1);
    assertThat(reads(math("a + b"))).isEqualTo(2);
    // Periods that slide, and expressions over the whole range, are read for each evaluation.
    assertThat(reads(plain(Duration.ofMinutes(5), 3))).isEqualTo(10);
    assertThat(reads(math("a - MIN(b)"))).isEqualTo(60);
  }

  /** The number of reads that ten evaluations with three ranges take. */
  private static int reads(AlarmDefinition alarm) {
    int[] reads = {0};
    SeriesSource source =
        (stat, from, to) -> {
          reads[0]++;
          long size = Duration.between(from, to).toMillis() / stat.period().toMillis();
          return Series.missing(from, stat.period(), (int) size);
        };
    MultiRangeEvaluator evaluator =
        new MultiRangeEvaluator(alarm, new AlarmQuery(alarm), NOW, AlarmState.OK, 2, 0, 4);
    evaluator.preload(source, NOW, NOW.plus(MINUTE.multipliedBy(10)));
    for (int i = 1; i <= 10; i++) {
      evaluator.evaluate(source, NOW.plus(MINUTE.multipliedBy(i)), (range, change) -> {});
    }
    return reads[0];
  }

  private static AlarmDefinition plain(Duration period, int n) {
    return Alarms.plain(Alarms.above(5, 1, n, TreatMissingData.MISSING), "Maximum", period).build();
  }

  private static AlarmDefinition math(String expression, MetricQuery... more) {
    List<MetricQuery> queries = new ArrayList<>(List.of(more));
    for (String id : List.of("a", "b")) {
      queries.add(
          MetricQuery.ofMetric(id, Alarms.stat(id, "Maximum", MINUTE)).withReturnData(false));
    }
    queries.add(MetricQuery.ofExpression("watched", expression));
    return AlarmDefinition.builder("math")
        .metrics(queries)
        .rule(Alarms.above(5, 1, 1, TreatMissingData.MISSING))
        .build();
  }
}
