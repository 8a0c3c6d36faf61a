/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.evaluation.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The series 4, missing, 6 in steps of five minutes, as data points. */
class ScenarioSourceTest {

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration STEP = Duration.ofMinutes(5);
  private static final double MISSING = Double.NaN;

  private final ScenarioSource source =
      new ScenarioSource(Map.of("depth", series(4, MISSING, 6)), Map.of(), START, STEP);

  @ParameterizedTest
  @CsvSource({"Maximum, 4, 6", "Minimum, 4, 6", "Average, 4, 6", "Sum, 4, 6", "SampleCount, 4, 6"})
  void aPeriodOfAStepIsItsValue(String statistic, double first, double third) {
    assertThat(read(statistic, STEP, 0, 15)).containsExactly(first, MISSING, third);
  }

  @Test
  void aValueHoldsInEveryMinuteOfItsStep() {
    assertThat(read("Maximum", MINUTE, 3, 12))
        .containsExactly(4, 4, MISSING, MISSING, MISSING, MISSING, MISSING, 6, 6);
  }

  @Test
  void aSumFallsIntoTheFirstMinuteOfItsStep() {
    assertThat(read("Sum", MINUTE, 0, 6)).containsExactly(4, 0, 0, 0, 0, MISSING);
    assertThat(read("Sum", STEP, 1, 6)).containsExactly(0);
    assertThat(read("Sum", Duration.ofMinutes(15), 0, 15)).containsExactly(10);
  }

  @Test
  void aPeriodThatSlidesSeesEveryStepThatItTouches() {
    assertThat(read("Maximum", STEP, 1, 11)).containsExactly(4, 6);
    assertThat(read("Minimum", Duration.ofMinutes(15), -2, 13)).containsExactly(4);
    assertThat(read("Average", Duration.ofMinutes(15), 0, 15)).containsExactly(5);
  }

  @Test
  void beforeTheFirstValueAndAfterTheLastThereIsNoData() {
    assertThat(read("Maximum", STEP, -5, 0)).containsExactly(MISSING);
    assertThat(read("Maximum", STEP, 15, 25)).containsExactly(MISSING, MISSING);
    assertThat(read("Sum", MINUTE, -1, 1)).containsExactly(MISSING, 4);
  }

  @Test
  void aSeriesGoesByTheNameOfItsMetricOrByItsId() {
    MetricStat stat = Alarms.stat("depth", "Maximum", MINUTE);
    ScenarioSource byId =
        new ScenarioSource(Map.of("m1", series(7)), Map.of("m1", stat), START, MINUTE);
    assertThat(byId.read(stat, START, START.plus(MINUTE)).values()).containsExactly(7);
    ScenarioSource byBoth =
        new ScenarioSource(
            Map.of("m1", series(7), "depth", series(8)), Map.of("m1", stat), START, MINUTE);
    assertThat(byBoth.read(stat, START, START.plus(MINUTE)).values()).containsExactly(7);
  }

  @Test
  void aMetricWithoutASeriesIsMissing() {
    MetricStat other = Alarms.stat("other", "Maximum", MINUTE);
    assertThat(source.read(other, START, START.plus(STEP)).values())
        .hasSize(5)
        .containsOnly(MISSING);
  }

  @Test
  void twoIdsOnOneMetricBothHaveItsData() {
    MetricStat stat = Alarms.stat("depth", "Maximum", MINUTE);
    for (String given : List.of("m1", "m2")) {
      ScenarioSource twice =
          new ScenarioSource(
              Map.of(given, series(7)), Map.of("m1", stat, "m2", stat), START, MINUTE);
      assertThat(twice.read(stat, START, START.plus(MINUTE)).values()).containsExactly(7);
    }
  }

  @Test
  void aSeriesByIdIsReadInPeriodsOfAnotherLengthToo() {
    MetricStat stat = Alarms.stat("depth", "Maximum", STEP);
    ScenarioSource byId =
        new ScenarioSource(Map.of("m1", series(7)), Map.of("m1", stat), START, STEP);
    Series minutes = byId.read(stat.withPeriod(MINUTE), START, START.plus(MINUTE));
    assertThat(minutes.values()).containsExactly(7);
  }

  @Test
  void sampleCountsOfShorterStepsAddUp() {
    MetricStat stat = Alarms.stat("depth", "SampleCount", STEP);
    ScenarioSource counts =
        new ScenarioSource(Map.of("depth", series(5, 5, 5, 5, 5)), Map.of(), START, MINUTE);
    assertThat(counts.read(stat, START, START.plus(STEP)).values()).containsExactly(25);
  }

  @Test
  void aLateValueIsMissingUntilItArrives() {
    MetricStat stat = Alarms.stat("depth", "Maximum", MINUTE);
    ScenarioSource late =
        new ScenarioSource(
            Map.of("depth", SeriesNotation.series("3 0@90s 5")), Map.of(), START, MINUTE);
    assertThat(late.isEverLate()).isTrue();
    assertThat(late.read(stat, START, at(2)).values()).containsExactly(3, MISSING);
    assertThat(late.read(stat, START, at(3)).values()).containsExactly(3, MISSING, 5);
    assertThat(late.read(stat, START, at(4)).values()).containsExactly(3, 0, 5, MISSING);
  }

  private static Instant at(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  private static ScenarioSeries series(double... values) {
    return ScenarioSeries.of(values);
  }

  private double[] read(String statistic, Duration period, int from, int to) {
    return source
        .read(
            Alarms.stat("depth", statistic, period),
            START.plus(Duration.ofMinutes(from)),
            START.plus(Duration.ofMinutes(to)))
        .values();
  }
}
