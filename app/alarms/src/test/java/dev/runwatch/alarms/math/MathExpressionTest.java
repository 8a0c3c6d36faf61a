/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MathExpressionTest {

  /** a = 1 2 - 4, b = - 20 - 0, c = - - - - */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a + b                         | 1, 22, -, 4
          a - b                         | 1, -18, -, 4
          a * b                         | 0, 40, -, 0
          a / b                         | -, 0.1, -, -
          b / a                         | 0, 10, -, 0
          a ^ 2                         | 1, 4, -, 16
          2 ^ 3 ^ 2 + a                 | 513, 514, -, 516
          -a ^ 2                        | -1, -4, -, -16
          -2 * a                        | -2, -4, -, -8
          10 - 2 - a                    | 7, 6, -, 4
          a / 0                         | -, -, -, -
          a + 1 / 0                     | -, -, -, -
          a == 2                        | 0, 1, -, 0
          a != b                        | 1, 1, -, 1
          a <= b                        | 0, 1, -, 0
          a > 1 OR b > 1                | 0, 1, -, 1
          a > 1 AND b > 1 OR a == 1     | 1, 1, -, 0
          1 + 2 > 2 AND a               | 1, 1, -, 1
          IF(a > 1, b)                  | -, 20, -, 0
          IF(c, a, b)                   | -, -, -, -
          IF(b, a, 7)                   | -, 2, -, 7
          IF(1, a, b)                   | 1, 2, -, 4
          IF(0, a, b)                   | -, 20, -, 0
          IF(0, a)                      | -, -, -, -
          IF(0, a, 5)                   | 5, 5, 5, 5
          IF(SUM(a) > 5, b, 1)          | -, 20, -, 0
          IF(a > 1, IF(a > 3, 9, 8), 7) | 7, 8, -, 9
          IF(a > 1, c, 5)               | 5, 0, -, 0
          FILL(b, 7)                    | 7, 20, 7, 0
          FILL(b, a)                    | 1, 20, -, 0
          FILL(a, REPEAT)               | 1, 2, 2, 4
          FILL(b, REPEAT)               | -, 20, 20, 0
          FILL(a, LINEAR)               | 1, 2, 3, 4
          FILL(b, LINEAR)               | -, 20, 10, 0
          FILL(c, LINEAR)               | -, -, -, -
          FILL(c, 0)                    | 0, 0, 0, 0
          FILL(a, MIN(a))               | 1, 2, 1, 4
          SUM([a, b])                   | 1, 22, -, 4
          SUM(METRICS())                | 1, 22, -, 4
          SUM(METRICS("a"))             | 1, 2, -, 4
          AVG([a, b])                   | 0.5, 11, -, 2
          MIN([a, b])                   | 1, 2, -, 0
          MAX([a, b])                   | 1, 20, -, 4
          STDDEV([a, b])                | 0, 9, -, 2
          DATAPOINT_COUNT([a, b])       | 1, 2, -, 2
          TIME_SERIES(SUM(a))           | 7, 7, 7, 7
          TIME_SERIES(AVG(a))           | 1.75, 1.75, 1.75, 1.75
          TIME_SERIES(DATAPOINT_COUNT(a)) | 3, 3, 3, 3
          TIME_SERIES(MAX(b) - MIN(b))  | 20, 20, 20, 20
          a / MAX(a)                    | 0.25, 0.5, -, 1
          TIME_SERIES(MIN(c))           | -, -, -, -
          ABS(-a)                       | 1, 2, -, 4
          CEIL(a / 4)                   | 1, 1, -, 1
          FLOOR(a / 4)                  | 0, 0, -, 1
          LOG10(a * 0)                  | -, -, -, -
          DIFF(a)                       | -, 1, -, 2
          RATE(a) * 60                  | -, 1, -, 1
          DIFF_TIME(a)                  | -, 60, -, 120
          RUNNING_SUM(a)                | 1, 3, -, 7
          a / PERIOD(a) * 60            | 1, 2, -, 4
          MINUTE(c)                     | 58, 59, 0, 1
          HOUR(c)                       | 23, 23, 0, 0
          DAY(c)                        | 7, 7, 1, 1
          DATE(c)                       | 31, 31, 1, 1
          MONTH(c)                      | 5, 5, 6, 6
          YEAR(c)                       | 2026, 2026, 2026, 2026
          EPOCH(c) - 1780271880         | 0, 60, 120, 180
          FIRST(SORT([a, b], MAX, DESC)) | -, 20, -, 0
          LAST(SORT([a, b], MAX, DESC))  | 1, 2, -, 4
          MAX(SLICE([a, b], 1))         | -, 20, -, 0
          SUM(SLICE([a, b, c], 0, 2))   | 1, 22, -, 4
          a * METRIC_COUNT(METRICS())   | 3, 6, -, 12
          SUM(REMOVE_EMPTY(METRICS()))  | 1, 22, -, 4
          SUM(100 / [a, b])             | 100, 55, -, 25
          AVG([a, b] / a)               | 0.5, 5.5, -, 0.5
          SUM(-[a, b])                  | -1, -22, -, -4
          MIN(ABS([a, b]))              | 1, 2, -, 0
          """)
  void yields(String expression, String result) {
    assertThat(evaluate(expression)).isEqualTo(result);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``               | the expression is empty
          a +              | expected a value at character 4, found the end of the expression
          (a               | expected ')' at character 3, found the end of the expression
          a b              | expected an operator or the end at character 3, found 'b'
          a = 1            | '=' at character 3 is not an operator: write ==
          a # b            | unexpected '#' at character 3
          sum(a)           | 'sum' is not a function: functions are written in capitals
          SUMM(a)          | there is no function SUMM: did you mean SUM?
          x + 1            | there is no metric or expression with the id 'x'
          SUM(a, b)        | SUM takes 1 argument, not 2: put several series into an array, SUM([a, b])
          IF(a)            | IF takes 2 to 3 arguments, not 1
          FILL(a)          | FILL takes 2 arguments, not 1
          FILL(a, SMOOTH)  | FILL takes a number, a time series, REPEAT or LINEAR, not SMOOTH
          [a, 5]           | an array holds time series: write TIME_SERIES(…) for a number
          [a] + [b]        | '+' does not combine two arrays: reduce each to one series first
          PERIOD(a + b)    | PERIOD takes the id of a metric, not an expression
          AVG(a)           | the result is a number: CloudWatch returns time series only
          1 + 2            | the result is a number: CloudWatch returns time series only
          METRICS()        | the result is an array of time series: an alarm watches one time series
          METRICS("zz")    | no metric has an id that contains 'zz'
          METRICS("zz)     | the quoted text at character 9 is not closed
          NaN + a          | 'NaN' is neither an id, which begins with a lower-case letter, nor a function call
          SEARCH('x')      | SEARCH is not supported: an alarm watches one time series; name the metrics
          """)
  void isRefused(String expression, String reason) {
    assertThatExceptionOfType(MathException.class)
        .isThrownBy(() -> evaluate(expression))
        .withMessage(reason);
  }

  @Test
  void tenThousandParenthesesAreRefusedAndNoStackOverflows() {
    for (String deep : new String[] {"(", "-", "ABS(", "[", "2^", "IF(a,"}) {
      assertThatExceptionOfType(MathException.class)
          .isThrownBy(() -> MathExpression.parse(deep.repeat(10_000) + "a"))
          .withMessageStartingWith("the expression has ");
      assertThatExceptionOfType(MathException.class)
          .isThrownBy(() -> MathExpression.parse(deep.repeat(2000 / deep.length()) + "a"))
          .withMessage("the expression is nested deeper than 100 levels");
    }
    assertThat(evaluate("a" + " + a".repeat(500))).isEqualTo("501, 1002, -, 2004");
  }

  @Test
  void arraysThatMultiplyEachOtherAreRefusedBeforeTheyFillTheMemory() {
    MathContext context = new MathContext(new Range(Instant.EPOCH, Duration.ofMinutes(1), 4));
    context.metric("m", new double[4]);
    String last = "m";
    for (int i = 0; i < 9; i++) {
      String items = (last + ",").repeat(300) + last;
      context.expression("e" + i, MathExpression.parse("[" + items + "]"));
      last = "e" + i;
    }
    MathExpression bomb = MathExpression.parse("SUM(" + last + ")");
    assertThatExceptionOfType(MathException.class)
        .isThrownBy(() -> context.evaluate(bomb))
        .withMessage("an array has more than 500 time series");
  }

  @Test
  void expressionsUseEachOtherButNotInACircle() {
    MathContext context =
        context()
            .expression("e1", MathExpression.parse("a * 2"))
            .expression("e2", MathExpression.parse("e1 + e1"))
            .expression("x", MathExpression.parse("y"))
            .expression("y", MathExpression.parse("x"));
    assertThat(text(context.evaluateToSeries(MathExpression.parse("e2")))).isEqualTo("4, 8, -, 16");
    assertThatExceptionOfType(MathException.class)
        .isThrownBy(() -> context.evaluate(MathExpression.parse("x")))
        .withMessageContaining("depends on itself");
  }

  @Test
  void idsMayLookLikeFunctionsOfAnotherCase() {
    MathContext context =
        new MathContext(new Range(Instant.EPOCH, Duration.ofMinutes(1), 1))
            .metric("sum", new double[] {1})
            .metric("mAX", new double[] {2})
            .metric("and", new double[] {3})
            .metric("or_", new double[] {4});
    assertThat(text(context.evaluateToSeries(MathExpression.parse("SUM([sum,mAX]) + and*or_"))))
        .isEqualTo("15");
  }

  private static String evaluate(String expression) {
    return text(context().evaluateToSeries(MathExpression.parse(expression)));
  }

  private static MathContext context() {
    double n = Double.NaN;
    return new MathContext(
            new Range(Instant.parse("2026-05-31T23:58:00Z"), Duration.ofMinutes(1), 4))
        .metric("a", new double[] {1, 2, n, 4})
        .metric("b", new double[] {n, 20, n, 0})
        .metric("c", new double[] {n, n, n, n});
  }

  private static String text(double[] points) {
    return Arrays.stream(points)
        .mapToObj(
            point ->
                Double.isNaN(point)
                    ? "-"
                    : new BigDecimal(point)
                        .setScale(6, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString())
        .collect(Collectors.joining(", "));
  }
}
