/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.runwatch.alarms.Alarms;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small values of a definition: what they accept and refuse. */
class ValuesTest {

  @ParameterizedTest
  @CsvSource({
    "GreaterThanThreshold, false, false, true, >",
    "GreaterThanOrEqualToThreshold, false, true, true, >=",
    "LessThanThreshold, true, false, false, <",
    "LessThanOrEqualToThreshold, true, true, false, <="
  })
  void anOperatorComparesWithTheThreshold(
      String word, boolean below, boolean at, boolean above, String symbol) {
    ComparisonOperator operator =
        Arrays.stream(ComparisonOperator.values())
            .filter(o -> o.word().equals(word))
            .findFirst()
            .orElseThrow();
    assertThat(operator.breaches(0.9, 1)).isEqualTo(below);
    assertThat(operator.breaches(1, 1)).isEqualTo(at);
    assertThat(operator.breaches(1.1, 1)).isEqualTo(above);
    assertThat(operator.breaches(Double.NaN, 1)).isFalse();
    assertThat(operator.symbol()).isEqualTo(symbol);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "1, 0, 1", "3, 4, 1", "-1, 1, 1", "1, 1, NaN", "1, 1, Infinity"})
  void aRuleHasMOfNPeriodsAndAFiniteThreshold(int n, int m, double threshold) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Alarms.above(threshold, m, n, TreatMissingData.MISSING))
        .withMessage(m + " of " + n + " against " + threshold);
  }

  @Test
  void aRuleBreachesByItsOperatorAndThreshold() {
    Rule rule = Alarms.above(5, 1, 1, TreatMissingData.MISSING);
    assertThat(rule.breaches(5)).isFalse();
    assertThat(rule.breaches(6)).isTrue();
    assertThat(rule.withThreshold(6).breaches(6)).isFalse();
    assertThat(rule.withThreshold(6).withThreshold(5)).isEqualTo(rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sum",
        "Average",
        "Minimum",
        "Maximum",
        "SampleCount",
        "p0",
        "p50",
        "p99.9",
        "p100",
        "IQM",
        "tm90",
        "wm95",
        "tc10",
        "ts99",
        "TM(10%:90%)",
        "TM(:95%)",
        "WM(1:5)",
        "TC(0.5:)",
        "TS(80%:)",
        "PR(:300)",
        "PR(100:2000)"
      })
  void aStatisticHasANameOfCloudWatch(String name) {
    assertThat(new Statistic(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "sum", "Mean", "p", "p101", "p-1", "P99", "p99.", "99", "TM(10%)", "IQM1", "p1e1"
      })
  void anythingElseIsNoStatistic(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Statistic(name))
        .withMessageStartingWith("'" + name + "' is not a statistic");
  }

  @ParameterizedTest
  @CsvSource({
    "Sum, false,",
    "SampleCount, false,",
    "p99.5, true, 99.5",
    "p0, true, 0",
    "IQM, true,"
  })
  void onlyTheBasicStatisticsAreNotExtended(String name, boolean extended, Double percentile) {
    Statistic statistic = new Statistic(name);
    assertThat(statistic.isExtended()).isEqualTo(extended);
    if (percentile == null) {
      assertThat(statistic.percentile()).isEmpty();
    } else {
      assertThat(statistic.percentile()).hasValue(percentile);
    }
  }

  @Test
  void theUnitsAreTheTwentySevenOfCloudWatch() {
    assertThat(StandardUnits.ALL)
        .hasSize(27)
        .doesNotHaveDuplicates()
        .contains(
            "Seconds",
            "Bytes",
            "Kilobytes",
            "Terabits",
            "Megabytes/Second",
            "Bits/Second",
            "Count/Second",
            "Percent",
            "None");
  }

  @Test
  void aThresholdRangeIncludesItsEnds() {
    ThresholdRange range = new ThresholdRange(0, 1);
    assertThat(range.contains(0)).isTrue();
    assertThat(range.contains(1)).isTrue();
    assertThat(range.contains(-0.001)).isFalse();
    assertThat(range.contains(1.001)).isFalse();
    assertThat(range.contains(Double.NaN)).isFalse();
    assertThat(ThresholdRange.ANY.contains(Double.POSITIVE_INFINITY)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new ThresholdRange(2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new ThresholdRange(Double.NaN, 1));
  }

  @Test
  void aThresholdRangeSaysItsEndsInWords() {
    double least = -Double.MAX_VALUE;
    double most = Double.MAX_VALUE;
    assertThat(ThresholdRange.ANY.sentence()).isEqualTo("that is finite");
    assertThat(new ThresholdRange(0, most).sentence()).isEqualTo("of at least 0");
    assertThat(new ThresholdRange(least, 0.5).sentence()).isEqualTo("of at most 0.5");
    assertThat(new ThresholdRange(0, 0.99).sentence()).isEqualTo("from 0 to 0.99");
  }

  @Test
  void periodsAndWarmUpsArePositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Alarms.stat("depth", "Sum", Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Alarms.stat("depth", "Sum", Duration.ofSeconds(-60)));
    assertThatIllegalArgumentException().isThrownBy(() -> new WarmUp(Duration.ZERO, false));
  }

  @Test
  void dimensionsAreSortedAndCannotBeModified() {
    Map<String, String> given = new TreeMap<>(Map.of("b", "2", "a", "1"));
    MetricStat stat = new MetricStat("N", "m", given, Statistic.SUM, Duration.ofMinutes(1), null);
    given.clear();
    assertThat(stat.dimensions()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
  }

  @Test
  void anotherPeriodOrStatisticChangesNothingElse() {
    MetricStat stat = Alarms.stat("depth", "p99", Duration.ofMinutes(1));
    assertThat(stat.withPeriod(Duration.ofMinutes(5)).withPeriod(Duration.ofMinutes(1)))
        .isEqualTo(stat);
    assertThat(stat.withStatistic(Statistic.SAMPLE_COUNT).statistic().name())
        .isEqualTo("SampleCount");
  }

  @Test
  void wordsAreThoseOfCloudFormation() {
    assertThat(TreatMissingData.values())
        .extracting(TreatMissingData::word)
        .containsExactly("missing", "ignore", "breaching", "notBreaching");
    assertThat(Severity.values())
        .extracting(Severity::word)
        .containsExactly("critical", "high", "medium");
  }
}
