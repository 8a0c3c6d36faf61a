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
          missing      | - - - - 1 | Threshold Crossed: 1 out of the last 3 datapoints [1.0 (05/01/26 10:04:00)] was not greater than the threshold (2.0) (minimum 2 datapoints for ALARM -> OK transition).
          missing      | - - - - - | Insufficient Data: 3 datapoints were unknown.
          breaching    | - - - - 5 | Threshold Crossed: 1 out of the last 3 datapoints [5.0 (05/01/26 10:04:00)] was greater than the threshold (2.0) and 2 missing datapoints were treated as [Breaching] (minimum 2 datapoints for OK -> ALARM transition).
          breaching    | - - - - 0 | Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].
          breaching    | - - - - - | Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching].
          missing      | - - - - 5 | Insufficient Data: 2 datapoints were unknown.
          missing      | - - - 5 - | Threshold Crossed: 1 out of the last 3 datapoints [5.0 (05/01/26 10:03:00)] was greater than the threshold (2.0) (minimum 2 datapoints for OK -> ALARM transition).
          breaching    | - - - 0 0 | Threshold Crossed: 2 out of the last 3 datapoints [0.0 (05/01/26 10:04:00), 0.0 (05/01/26 10:03:00)] were not greater than the threshold (2.0) and 1 missing datapoint was treated as [Breaching] (minimum 2 datapoints for ALARM -> OK transition).
          notBreaching | - - - - 0 | Threshold Crossed: 1 out of the last 3 datapoints [0.0 (05/01/26 10:04:00)] was not greater than the threshold (2.0) and 2 missing datapoints were treated as [NonBreaching] (minimum 2 datapoints for ALARM -> OK transition).
          notBreaching | - - - 5 0 | Threshold Crossed: 1 out of the last 3 datapoints [0.0 (05/01/26 10:04:00)] was not greater than the threshold (2.0) and 1 missing datapoint was treated as [NonBreaching] (minimum 2 datapoints for ALARM -> OK transition).
          notBreaching | - - - - 5 | Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [NonBreaching].
          notBreaching | - - - 5 5 | Threshold Crossed: 2 out of the last 3 datapoints [5.0 (05/01/26 10:04:00), 5.0 (05/01/26 10:03:00)] were greater than the threshold (2.0) and 1 missing datapoint was treated as [NonBreaching] (minimum 2 datapoints for OK -> ALARM transition).
          ignore       | - - - - - | Unchanged: 3 missing datapoints were treated as [Ignore].
          ignore       | - - - 5 - | Unchanged: 2 missing datapoints were treated as [Ignore].
          """)
  void aReasonNamesThePointsThatDecideNewestFirst(String treatment, String points, String reason) {
    assertThat(reason(treatment, points)).isEqualTo(reason);
  }

  /**
   * Reasons that CloudWatch sent to real accounts, found in public. Points end at the given minute.
   */
  @ParameterizedTest(name = "{0} of {1}, {5}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # M, - where not named | N | operator | threshold | treatment | last minute | points | state | reason
          1  | 20 | GREATER_THAN_OR_EQUAL_TO_THRESHOLD | 1 | notBreaching | 2024-03-16T12:15:00Z | 613 | ALARM | Threshold Crossed: 1 out of the last 20 datapoints [613.0 (16/03/24 12:15:00)] was greater than or equal to the threshold (1.0) and 19 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition).
          -  | 1  | GREATER_THAN_THRESHOLD | 1 | missing | 2018-02-05T06:28:00Z | 1 | OK | Threshold Crossed: 1 datapoint [1.0 (05/02/18 06:28:00)] was not greater than the threshold (1.0).
          -  | 2  | LESS_THAN_THRESHOLD | 1 | breaching | 2026-09-25T21:51:00Z | 1 | OK | Threshold Crossed: 1 datapoint [1.0 (25/09/26 21:51:00)] was not less than the threshold (1.0) and 1 missing datapoint was treated as [Breaching].
          -  | 3  | LESS_THAN_THRESHOLD | 1 | breaching | 2026-08-26T16:16:00Z | 1 | OK | Threshold Crossed: 1 datapoint [1.0 (26/08/26 16:16:00)] was not less than the threshold (1.0) and 2 missing datapoints were treated as [Breaching].
          2  | 3  | GREATER_THAN_THRESHOLD | 0 | breaching | 2026-09-05T20:47:00Z | 0 | ALARM | Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].
          -  | 2  | LESS_THAN_THRESHOLD | 1 | breaching | 2026-08-13T00:00:00Z | _ | ALARM | Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].
          -  | 1  | GREATER_THAN_THRESHOLD | 0 | notBreaching | 2018-09-16T00:21:00Z | _ | OK | Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].
          -  | 5  | GREATER_THAN_THRESHOLD | 0 | missing | 2023-08-04T12:30:00Z | _ | INSUFFICIENT_DATA | Insufficient Data: 5 datapoints were unknown.
          -  | 1  | GREATER_THAN_THRESHOLD | 20 | missing | 2026-05-12T20:58:58Z | _ | INSUFFICIENT_DATA | Insufficient Data: 1 datapoint was unknown.
          3  | 3  | GREATER_THAN_THRESHOLD | 0.1 | missing | 2021-10-04T21:42:00Z | 5 5 0 | OK | Threshold Crossed: 1 out of the last 3 datapoints [0.0 (04/10/21 21:42:00)] was not greater than the threshold (0.1) (minimum 1 datapoint for ALARM -> OK transition).
          3  | 5  | GREATER_THAN_THRESHOLD | 0 | missing | 2021-12-21T06:45:00Z | 4 0 9 0 0 | OK | Threshold Crossed: 3 out of the last 5 datapoints [0.0 (21/12/21 06:45:00), 0.0 (21/12/21 06:44:00), 0.0 (21/12/21 06:42:00)] were not greater than the threshold (0.0) (minimum 3 datapoints for ALARM -> OK transition).
          5  | 5  | LESS_THAN_THRESHOLD | 65 | missing | 2020-04-29T23:32:00Z | 0 0 0 0 0 | ALARM | Threshold Crossed: 5 out of the last 5 datapoints were less than the threshold (65.0). The most recent datapoints which crossed the threshold: [0.0 (29/04/20 23:32:00), 0.0 (29/04/20 23:31:00), 0.0 (29/04/20 23:30:00), 0.0 (29/04/20 23:29:00), 0.0 (29/04/20 23:28:00)] (minimum 5 datapoints for OK -> ALARM transition).
          -  | 5  | GREATER_THAN_THRESHOLD | 10 | missing | 2017-08-08T20:09:00Z | 27.5 27.5 27.5 27.5 27.5 | ALARM | Threshold Crossed: 5 datapoints were greater than the threshold (10.0). The most recent datapoints which crossed the threshold: [27.5 (08/08/17 20:09:00), 27.5 (08/08/17 20:08:00), 27.5 (08/08/17 20:07:00), 27.5 (08/08/17 20:06:00), 27.5 (08/08/17 20:05:00)].
          """)
  void aReasonIsTheOneThatCloudWatchSent(
      String m,
      int n,
      ComparisonOperator operator,
      double threshold,
      String treatment,
      Instant last,
      String points,
      AlarmState state,
      String reason) {
    double[] given =
        Arrays.stream(points.split(" "))
            .mapToDouble(p -> p.equals("_") ? Double.NaN : Double.parseDouble(p))
            .toArray();
    double[] values = new double[n + 2];
    Arrays.fill(values, Double.NaN);
    System.arraycopy(given, 0, values, values.length - given.length, given.length);
    boolean named = !m.equals("-");
    Rule rule =
        new Rule(
            n, named ? Integer.parseInt(m) : n, threshold, operator, word(treatment), true, named);
    Instant start = last.minus(MINUTE.multipliedBy(values.length - 1L));
    Verdict verdict =
        Evaluator.evaluate(
            rule,
            Series.of(start, MINUTE, values),
            SampleCounts.ALL_COUNT,
            AlarmState.INSUFFICIENT_DATA);
    assertThat(verdict.state()).isEqualTo(state);
    assertThat(verdict.reason()).isEqualTo(reason);
  }

  private static TreatMissingData word(String treatment) {
    return Arrays.stream(TreatMissingData.values())
        .filter(t -> t.word().equals(treatment))
        .findFirst()
        .orElseThrow();
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
    Rule rule = new Rule(3, 2, 2, ComparisonOperator.GREATER_THAN_THRESHOLD, word(treatment), true);
    return Evaluator.evaluate(
            rule, Series.of(START, MINUTE, values), SampleCounts.ALL_COUNT, AlarmState.OK)
        .reason();
  }
}
