/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.ComparisonOperator;
import dev.runwatch.alarms.definition.Rule;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.definition.TreatMissingData;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** AWS: too few are fewer than 10 / (1 - p) for p of 0.5 or more, fewer than 10 / p below. */
class SampleCountsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @ParameterizedTest
  @CsvSource({
    "p50, 20",
    "p75, 40",
    "p90, 100",
    "p95, 200",
    "p99, 1000",
    "p99.9, 10000",
    "p25, 40",
    "p10, 100",
    "p1, 1000"
  })
  void thereAreTooFewSamplesBelowTheDocumentedNumber(String statistic, double least) {
    assertThat(tooFew(statistic, least - 1)).isTrue();
    assertThat(tooFew(statistic, least)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"p0", "p100", "Average", "IQM", "SampleCount"})
  void aStatisticWithoutADocumentedNumberAlwaysHasEnough(String statistic) {
    assertThat(tooFew(statistic, 0)).isFalse();
  }

  @Test
  void oneOfTheDecidingPointsIsEnough() {
    Series counts = Series.of(Instant.EPOCH, MINUTE, 5, 1000, 1000, Double.NaN);
    SampleCounts samples = SampleCounts.of(counts, new Statistic("p99"));
    assertThat(samples.tooFew(new int[] {1, 2})).isFalse();
    assertThat(samples.tooFew(new int[] {0, 1, 2})).isTrue();
    assertThat(samples.tooFew(new int[] {3})).isTrue();
    assertThat(samples.tooFew(new int[] {})).isFalse();
  }

  @Test
  void countsAreReadOnlyWhereTheyMatter() {
    assertThat(statisticsRead("p99", /* evaluateLowSamples= */ false))
        .containsExactly("SampleCount");
    assertThat(statisticsRead("p99", /* evaluateLowSamples= */ true)).isEmpty();
    assertThat(statisticsRead("Average", /* evaluateLowSamples= */ false)).isEmpty();
  }

  private static List<String> statisticsRead(String statistic, boolean evaluateLowSamples) {
    Rule rule =
        new Rule(
            1,
            1,
            5,
            ComparisonOperator.GREATER_THAN_THRESHOLD,
            TreatMissingData.MISSING,
            evaluateLowSamples);
    AlarmDefinition alarm = Alarms.plain(rule, statistic, MINUTE).build();
    List<String> read = new ArrayList<>();
    SeriesSource source =
        (stat, from, to) -> {
          read.add(stat.statistic().name());
          return Series.of(from, stat.period(), 1);
        };
    new AlarmQuery(alarm).samples(source, Series.of(Instant.EPOCH, MINUTE, 9));
    return read;
  }

  private static boolean tooFew(String statistic, double count) {
    Series counts = Series.of(Instant.EPOCH, MINUTE, count);
    return SampleCounts.of(counts, new Statistic(statistic)).tooFew(new int[] {0});
  }
}
