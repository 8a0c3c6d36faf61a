/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmMathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a + b",
        "a / 60",
        "a / PERIOD(a)",
        "IF(a >= 2, a / (a + b), 0)",
        "IF(a >= 2, IF(b > 0, a / b, 0), 0)",
        "SUM([a, b])",
        "MAX(METRICS())",
        "RATE(a)",
        "-a * 2",
        "METRICS(\"a\") * 2"
      })
  void thisDoesNotMislead(String expression) {
    assertThat(objections(expression, true)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a / b                  | a ratio without a guard is 100 % when the only run fails
          1 + a / (a + b)        | a ratio without a guard is 100 % when the only run fails
          ABS(a / b)             | a ratio without a guard is 100 % when the only run fails
          a / [a, b]             | a ratio without a guard is 100 % when the only run fails
          RUNNING_SUM(a)         | RUNNING_SUM covers all data that CloudWatch retrieves
          a * SUM(a)             | SUM covers all data that CloudWatch retrieves
          a - MIN(a)             | MIN covers all data that CloudWatch retrieves
          IF(MAX(a) > 1, b, 0)   | MAX covers all data that CloudWatch retrieves
          SUM(REMOVE_EMPTY(METRICS())) | REMOVE_EMPTY covers all data that CloudWatch retrieves
          FILL(a, 0)             | FILL also fills the newest period, whose data may be late
          """)
  void thisMisleads(String expression, String reason) {
    assertThat(objections(expression, true))
        .singleElement()
        .satisfies(objection -> assertThat(objection.reason()).startsWith(reason))
        .satisfies(objection -> assertThat(objection.fix()).isNotBlank());
  }

  @Test
  void fillMisleadsOnlyWhereALateMinuteBreaches() {
    assertThat(objections("FILL(a, 0)", false)).isEmpty();
  }

  @Test
  void everyMisleadingUseIsReported() {
    assertThat(objections("a / b + FILL(a, 0) + b * SUM(a)", true))
        .extracting(AlarmMath.Objection::fix)
        .containsExactly(
            "write  IF(failed >= 2, failed/total, 0)",
            "evaluate more than one period, or fill with a value that does not breach",
            "write  SUM([a, b])  of several series, or compare the points themselves");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a + b                        | true
          IF(a > 1, ABS(b), CEIL(a))   | true
          FILL(a, 0)                   | true
          SUM([a, b])                  | true
          a / PERIOD(a)                | true
          FILL(a, REPEAT)              | false
          FILL(a, LINEAR)              | false
          a * SUM(a)                   | false
          SUM(METRICS())               | false
          RATE(a)                      | false
          RUNNING_SUM(a)               | false
          HOUR(a)                      | false
          IF(a > 1, RATE(b), 0)        | false
          FIRST([a, b])                | false
          """)
  void pointwiseMeansThatOnlyTheOwnPeriodCounts(String expression, boolean pointwise) {
    assertThat(MathExpression.parse(expression).isPointwise()).isEqualTo(pointwise);
  }

  @Test
  void aPointwiseExpressionYieldsTheSameInALongerRange() {
    double[] a = {1, Double.NaN, 3, 4, 5, 0};
    double[] b = {2, 2, Double.NaN, 1, 0, 7};
    for (String expression :
        List.of("IF(a > 1, ABS(b), CEIL(a))", "FILL(a, 0) / b", "SUM([a, b]) - MIN([a, b])")) {
      MathExpression parsed = MathExpression.parse(expression);
      assertThat(parsed.isPointwise()).isTrue();
      double[] all = context(a, b).evaluateToSeries(parsed);
      double[] newest = context(newest(a), newest(b)).evaluateToSeries(parsed);
      assertThat(newest).as(expression).containsExactly(all[3], all[4], all[5]);
    }
  }

  @Test
  void idsAreThoseOfMetricsAndExpressionsInTheOrderOfTheirUse() {
    assertThat(MathExpression.parse("IF(b > 1, SUM([a, FILL(c, REPEAT)]) + b, METRICS('d'))").ids())
        .containsExactly("b", "a", "c");
    assertThat(MathExpression.parse("1 + 2").ids()).isEmpty();
  }

  @Test
  void anExpressionIsShownAsItWasWritten() {
    assertThat(MathExpression.parse(" a  +b ")).hasToString(" a  +b ");
  }

  private static double[] newest(double[] points) {
    return new double[] {points[3], points[4], points[5]};
  }

  private static MathContext context(double[] a, double[] b) {
    return new MathContext(new Range(Instant.EPOCH, Duration.ofMinutes(1), a.length))
        .metric("a", a)
        .metric("b", b);
  }

  private static List<AlarmMath.Objection> objections(String expression, boolean singlePeriod) {
    MathContext context = context(new double[] {1}, new double[] {1});
    return AlarmMath.objections(MathExpression.parse(expression), context, singlePeriod);
  }
}
