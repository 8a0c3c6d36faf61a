/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.ComparisonOperator;
import dev.runwatch.alarms.definition.Rule;
import dev.runwatch.alarms.definition.TreatMissingData;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The two tables of AWS's page "Configuring how CloudWatch alarms treat missing data": three
 * evaluation periods, five data points retrieved. 0 is within the threshold, X is beyond it, - is
 * missing; the newest is on the right. "Retain" is the state before, so each row holds for all
 * three.
 */
class PublishedTablesTest {

  @ParameterizedTest(name = "3 of 3: {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # data points | missing           | ignore | breaching | notBreaching
          0 - X - X     | OK                | OK     | OK        | OK
          0 - - - -     | OK                | OK     | OK        | OK
          - - - - -     | INSUFFICIENT_DATA | Retain | ALARM     | OK
          0 X X - X     | ALARM             | ALARM  | ALARM     | ALARM
          - - X - -     | ALARM             | Retain | ALARM     | OK
          # in the tables of 2019 only
          - - - - X     | INSUFFICIENT_DATA | Retain | ALARM     | OK
          X - - - -     | ALARM             | Retain | ALARM     | OK
          """)
  void threeDataPointsOutOfThree(
      String points, String missing, String ignore, String breaching, String notBreaching) {
    row(3, points, missing, ignore, breaching, notBreaching);
  }

  @ParameterizedTest(name = "2 of 3: {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # data points | missing | ignore | breaching | notBreaching
          0 - X - X     | ALARM   | ALARM  | ALARM     | ALARM
          0 0 X 0 X     | ALARM   | ALARM  | ALARM     | ALARM
          0 - X - -     | OK      | OK     | ALARM     | OK
          - - - - 0     | OK      | OK     | ALARM     | OK
          - - - X -     | ALARM   | Retain | ALARM     | OK
          # in the tables of 2019 only
          - - - - X     | INSUFFICIENT_DATA | Retain | ALARM | OK
          """)
  void twoDataPointsOutOfThree(
      String points, String missing, String ignore, String breaching, String notBreaching) {
    row(2, points, missing, ignore, breaching, notBreaching);
  }

  private static void row(
      int m, String points, String missing, String ignore, String breaching, String notBreaching) {
    for (AlarmState before : AlarmState.values()) {
      assertThat(verdict(m, points, TreatMissingData.MISSING, before))
          .isEqualTo(expected(missing, before));
      assertThat(verdict(m, points, TreatMissingData.IGNORE, before))
          .isEqualTo(expected(ignore, before));
      assertThat(verdict(m, points, TreatMissingData.BREACHING, before))
          .isEqualTo(expected(breaching, before));
      assertThat(verdict(m, points, TreatMissingData.NOT_BREACHING, before))
          .isEqualTo(expected(notBreaching, before));
    }
  }

  private static AlarmState expected(String cell, AlarmState before) {
    return cell.equals("Retain") ? before : AlarmState.valueOf(cell);
  }

  private static AlarmState verdict(
      int m, String points, TreatMissingData treatment, AlarmState before) {
    double[] values =
        Arrays.stream(points.split(" "))
            .mapToDouble(
                p ->
                    switch (p) {
                      case "X" -> 100;
                      case "0" -> 0;
                      default -> Double.NaN;
                    })
            .toArray();
    Rule rule = new Rule(3, m, 50, ComparisonOperator.GREATER_THAN_THRESHOLD, treatment, true);
    Series range = Series.of(Instant.EPOCH, Duration.ofMinutes(1), values);
    return Evaluator.evaluate(rule, range, SampleCounts.ALL_COUNT, before).state();
  }
}
