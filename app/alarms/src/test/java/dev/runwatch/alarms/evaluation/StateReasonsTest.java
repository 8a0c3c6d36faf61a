/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.ComparisonOperator;
import dev.runwatch.alarms.definition.Rule;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.definition.TreatMissingData;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateReasonsTest {

  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Points of the newest five minutes, - for a missing one; 2 of 3 above 2. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          missing      | 0 0 5 0 5 | Threshold Crossed: 2 out of the last 3 datapoints [5.0 (05/01/26 10:04:00), 5.0 (05/01/26 10:02:00)] were greater than the threshold (2.0) (minimum 2 datapoints for OK -> ALARM transition).
          missing      | 0 0 5 0 0 | Threshold Crossed: 2 out of the last 3 datapoints [0.0 (05/01/26 10:04:00), 0.0 (05/01/26 10:03:00)] were not greater than the threshold (2.0) (minimum 2 datapoints for ALARM -> OK transition).
          missing      | - - - - 1 | Threshold Crossed: 1 out of the last 1 datapoints [1.0 (05/01/26 10:04:00)] was not greater than the threshold (2.0) (minimum 2 datapoints for ALARM -> OK transition).
          missing      | - - - - - | Insufficient Data: 3 datapoints were unknown.
          breaching    | - - - - 5 | Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].
          breaching    | - - - 0 0 | Threshold Crossed: 2 out of the last 2 datapoints [0.0 (05/01/26 10:04:00), 0.0 (05/01/26 10:03:00)] were not greater than the threshold (2.0) (minimum 2 datapoints for ALARM -> OK transition).
          notBreaching | - - - - 0 | Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [NonBreaching].
          notBreaching | - - - 5 0 | Threshold Crossed: 2 datapoints were received for 3 periods and 1 missing datapoint was treated as [NonBreaching].
          notBreaching | - - - 5 5 | Threshold Crossed: 2 out of the last 2 datapoints [5.0 (05/01/26 10:04:00), 5.0 (05/01/26 10:03:00)] were greater than the threshold (2.0) (minimum 2 datapoints for OK -> ALARM transition).
          ignore       | - - - - - | Unchanged: 3 missing datapoints were treated as [Ignore].
          ignore       | - - - 5 - | Unchanged: 2 missing datapoints were treated as [Ignore].
          """)
  void aReasonNamesThePointsThatDecideNewestFirst(String treatment, String points, String reason) {
    assertThat(reason(treatment, points)).isEqualTo(reason);
  }

  @Test
  void aReasonDoesNotDependOnTheLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(reason("missing", "5 5 5 5 5")).contains("5.0 (05/01/26 10:04:00)");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GREATER_THAN_THRESHOLD, 3, greater than the",
    "GREATER_THAN_OR_EQUAL_TO_THRESHOLD, 3, greater than or equal to the",
    "LESS_THAN_THRESHOLD, 1, less than the",
    "LESS_THAN_OR_EQUAL_TO_THRESHOLD, 1, less than or equal to the"
  })
  void aReasonNamesTheComparison(ComparisonOperator operator, double value, String phrase) {
    Rule rule = new Rule(1, 1, 2, operator, TreatMissingData.MISSING, true);
    Verdict verdict =
        Evaluator.evaluate(
            rule, Series.of(START, MINUTE, value), SampleCounts.ALL_COUNT, AlarmState.OK);
    assertThat(verdict.reason())
        .isEqualTo(
            "Threshold Crossed: 1 out of the last 1 datapoints ["
                + value
                + " (05/01/26 10:00:00)] was "
                + phrase
                + " threshold (2.0) (minimum 1 datapoint for OK -> ALARM transition).");
  }

  @Test
  void aPercentileOfTooFewSamplesSaysSo() {
    Rule rule =
        new Rule(
            1,
            1,
            2,
            ComparisonOperator.GREATER_THAN_THRESHOLD,
            TreatMissingData.MISSING,
            /* evaluateLowSamples= */ false);
    SampleCounts counts = SampleCounts.of(Series.of(START, MINUTE, 5), new Statistic("p99"));
    Verdict verdict =
        Evaluator.evaluate(rule, Series.of(START, MINUTE, 9), counts, AlarmState.INSUFFICIENT_DATA);
    assertThat(verdict.state()).isEqualTo(AlarmState.INSUFFICIENT_DATA);
    assertThat(verdict.retained()).isTrue();
    assertThat(verdict.reason())
        .isEqualTo("Unchanged: a percentile was made of too few samples to be significant.");
  }

  private static String reason(String treatment, String points) {
    double[] values =
        Arrays.stream(points.split(" "))
            .mapToDouble(p -> p.equals("-") ? Double.NaN : Double.parseDouble(p))
            .toArray();
    TreatMissingData word =
        Arrays.stream(TreatMissingData.values())
            .filter(t -> t.word().equals(treatment))
            .findFirst()
            .orElseThrow();
    Rule rule = new Rule(3, 2, 2, ComparisonOperator.GREATER_THAN_THRESHOLD, word, true);
    return Evaluator.evaluate(
            rule, Series.of(START, MINUTE, values), SampleCounts.ALL_COUNT, AlarmState.OK)
        .reason();
  }
}
