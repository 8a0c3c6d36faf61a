/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.MetricStat;
import java.time.Duration;
import java.time.Instant;
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
      new ScenarioSource(Map.of("depth", new double[] {4, MISSING, 6}), Map.of(), START, STEP);

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
        new ScenarioSource(Map.of("m1", new double[] {7}), Map.of(stat, "m1"), START, MINUTE);
    assertThat(byId.read(stat, START, START.plus(MINUTE)).values()).containsExactly(7);
    ScenarioSource byBoth =
        new ScenarioSource(
            Map.of("m1", new double[] {7}, "depth", new double[] {8}),
            Map.of(stat, "m1"),
            START,
            MINUTE);
    assertThat(byBoth.read(stat, START, START.plus(MINUTE)).values()).containsExactly(8);
  }

  @Test
  void aMetricWithoutASeriesIsMissing() {
    MetricStat other = Alarms.stat("other", "Maximum", MINUTE);
    assertThat(source.read(other, START, START.plus(STEP)).values())
        .hasSize(5)
        .containsOnly(MISSING);
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
