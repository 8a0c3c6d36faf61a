/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions one by one: types, edge cases and errors. */
class FunctionsTest {

  private static final double MISSING = Double.NaN;

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SUM(a)                  | a number
          AVG(a)                  | a number
          STDDEV(a)               | a number
          DATAPOINT_COUNT(a)      | a number
          METRIC_COUNT([a, b])    | a number
          PERIOD(a)               | a number
          1 + SUM(a)              | a number
          IF(1, 2, 3)             | a number
          SUM([a, b])             | a time series
          ABS(a)                  | a time series
          FILL(a, 0)              | a time series
          IF(a, 1, 0)             | a time series
          IF(1, a, 0)             | a time series
          IF(1, 2)                | a time series
          TIME_SERIES(1)          | a time series
          FIRST([a, b])           | a time series
          a + 1                   | a time series
          HOUR(a)                 | a time series
          [a, b]                  | an array of time series
          ABS([a, b])             | an array of time series
          FILL([a, b], 0)         | an array of time series
          RATE([a, b])            | an array of time series
          SORT([a, b], AVG, ASC)  | an array of time series
          SLICE([a, b], 0, 1)     | an array of time series
          REMOVE_EMPTY([a, b])    | an array of time series
          METRICS()               | an array of time series
          [a, b] * 2              | an array of time series
          """)
  void aFunctionHasTheTypeThatCloudWatchDocuments(String expression, String type) {
    assertThat(evaluate(expression).type()).isEqualTo(type);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SUM(1)                     | SUM takes a time series or an array, not a number
          MIN(SUM(a))                | MIN takes a time series or an array, not a number
          FILL(1, 0)                 | a number is not a time series: write TIME_SERIES(…)
          RATE(2)                    | a number is not a time series: write TIME_SERIES(…)
          FILL(a, [a, b])            | FILL takes a number, a time series, REPEAT or LINEAR, not an array
          FILL(a, "x")               | a quoted text is not a value
          IF([a, b], 1, 0)           | IF takes time series and numbers, not arrays
          IF(a, [a, b], 0)           | IF takes time series and numbers, not arrays
          IF(a, 1, [a])              | IF takes time series and numbers, not arrays
          TIME_SERIES(a)             | TIME_SERIES takes a number here, not a time series
          METRIC_COUNT(a)            | METRIC_COUNT takes an array here: write [a, b] or METRICS()
          FIRST(a)                   | FIRST takes an array here: write [a, b] or METRICS()
          LAST(1)                    | LAST takes an array here: write [a, b] or METRICS()
          REMOVE_EMPTY(a)            | REMOVE_EMPTY takes an array here: write [a, b] or METRICS()
          SORT(a, AVG, ASC)          | SORT takes an array here: write [a, b] or METRICS()
          SORT([a, b], MEDIAN, ASC)  | SORT sorts by AVG, MIN, MAX or SUM
          SORT([a, b], a, ASC)       | SORT sorts by AVG, MIN, MAX or SUM
          SORT([a, b], AVG, UP)      | SORT sorts ASC or DESC
          SORT([a, b], AVG, ASC, 0)  | SORT keeps 0.0 series: keep one or more
          SORT([a, b], AVG, ASC, a)  | SORT takes a number here, not a time series
          SLICE([a, b], 2)           | SLICE selects nothing of 2 series
          SLICE([a, b], 1, 1)        | SLICE selects nothing of 2 series
          SLICE([a, b], -1)          | SLICE selects nothing of 2 series
          SLICE([a, b], a)           | SLICE takes a number here, not a time series
          METRICS(a)                 | METRICS takes a quoted text: METRICS("errors")
          []                         | an array is empty
          HOUR(1)                    | HOUR takes a time series
          PERIOD(nothing)            | PERIOD takes the id of a metric, not an expression
          REPEAT                     | 'REPEAT' is neither an id, which begins with a lower-case letter, nor a function call
          ABS()                      | ABS takes 1 argument, not 0
          IF(a, 1, 2, 3)             | IF takes 2 to 3 arguments, not 4
          SERVICE_QUOTA(a)           | SERVICE_QUOTA is not supported: it needs Service Quotas
          ANOMALY_DETECTION_BAND(a)  | ANOMALY_DETECTION_BAND is not supported: only CloudWatch has its model
          QQQQQQ(a)                  | there is no function QQQQQQ
          """)
  void anArgumentOfAnotherTypeIsRefused(String expression, String reason) {
    assertThatExceptionOfType(MathException.class)
        .isThrownBy(() -> evaluate(expression))
        .withMessage(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SUM",
        "AVG",
        "MIN",
        "MAX",
        "STDDEV",
        "DATAPOINT_COUNT",
        "ABS",
        "CEIL",
        "FLOOR",
        "LOG",
        "LOG10",
        "FILL",
        "TIME_SERIES",
        "RATE",
        "DIFF",
        "DIFF_TIME",
        "RUNNING_SUM",
        "METRIC_COUNT",
        "FIRST",
        "LAST",
        "SLICE",
        "SORT",
        "REMOVE_EMPTY",
        "IF",
        "PERIOD",
        "MINUTE",
        "HOUR",
        "DAY",
        "DATE",
        "MONTH",
        "YEAR",
        "EPOCH"
      })
  void aFunctionWithoutArgumentsSaysHowManyItTakes(String name) {
    assertThatExceptionOfType(MathException.class)
        .isThrownBy(() -> evaluate(name + "()"))
        .withMessageMatching(name + " takes [\\d to]+ arguments?, not 0");
  }

  @Test
  void logarithmsOfNumbersThatHaveNoneAreMissing() {
    assertThat(points("LOG(z)", 0, 1, Math.E, -1)).containsExactly(MISSING, 0, 1, MISSING);
    assertThat(points("LOG10(z)", 1000, 0.01, 0, -5)).containsExactly(3, -2, MISSING, MISSING);
  }

  @Test
  void aResultThatIsNotFiniteIsMissing() {
    assertThat(points("z * 1e308", 1, 10, -10)).containsExactly(1e308, MISSING, MISSING);
    assertThat(points("z ^ 0.5", 4, -4)).containsExactly(2, MISSING);
    assertThat(points("0 / z", 1, 0)).containsExactly(0, MISSING);
  }

  @Test
  void roundingGoesTowardsInfinityOrMinusInfinity() {
    assertThat(points("CEIL(z)", 1.2, -1.2, 3)).containsExactly(2, -1, 3);
    assertThat(points("FLOOR(z)", 1.2, -1.2, 3)).containsExactly(1, -2, 3);
  }

  @Test
  void rateAndDiffCountFromThePointBeforeWhereverItIs() {
    assertThat(points("DIFF(z)", 1, MISSING, MISSING, 7, 4))
        .containsExactly(MISSING, MISSING, MISSING, 6, -3);
    assertThat(points("RATE(z)", 60, MISSING, MISSING, 240, 300))
        .containsExactly(MISSING, MISSING, MISSING, 1, 1);
    assertThat(points("DIFF_TIME(z)", 1, MISSING, 1, 1)).containsExactly(MISSING, MISSING, 120, 60);
  }

  @Test
  void fillRepeatsOrInterpolatesBetweenPointsOnly() {
    assertThat(points("FILL(z, REPEAT)", MISSING, 2, MISSING, MISSING, 5, MISSING))
        .containsExactly(MISSING, 2, 2, 2, 5, 5);
    assertThat(points("FILL(z, LINEAR)", MISSING, 2, MISSING, MISSING, 5, MISSING))
        .containsExactly(MISSING, 2, 3, 4, 5, MISSING);
    assertThat(points("FILL(z, LINEAR)", MISSING, 2)).containsExactly(MISSING, 2);
  }

  @Test
  void aStandardDeviationIsThatOfThePopulation() {
    assertThat(number("STDDEV(z)", 2, 4, 4, 4, 5, 5, 7, 9)).isEqualTo(2);
    assertThat(number("STDDEV(z)", 2, MISSING, 4)).isEqualTo(1);
    assertThat(number("STDDEV(z)", 3)).isZero();
    assertThat(number("STDDEV(z)", MISSING, MISSING)).isNaN();
  }

  @Test
  void aggregatesOfASeriesWithoutAPointAreMissingButForTheCounts() {
    assertThat(number("MIN(z)", MISSING)).isNaN();
    assertThat(number("MAX(z)", MISSING)).isNaN();
    assertThat(number("SUM(z)", MISSING)).isZero();
    assertThat(number("AVG(z)", MISSING)).isZero();
    assertThat(number("DATAPOINT_COUNT(z)", MISSING)).isZero();
  }

  @Test
  void sortOrdersByAStatisticAndKeepsAsManyAsAsked() {
    // By average b = 5 comes before a = 2.5 counting the missing point as 0; by minimum after it.
    assertThat(line("FIRST(SORT([a, b], AVG, ASC))")).containsExactly(3, MISSING, 4.5, 2.5);
    assertThat(line("FIRST(SORT([a, b], MIN, ASC))")).containsExactly(2, 12, 2, 4);
    assertThat(line("FIRST(SORT([a, b], SUM, DESC, 1))")).containsExactly(2, 12, 2, 4);
    assertThat(number("METRIC_COUNT(SORT([a, b], MAX, DESC, 1))")).isEqualTo(1);
    assertThat(number("METRIC_COUNT(SORT([a, b], MAX, DESC, 9))")).isEqualTo(2);
  }

  @Test
  void metricsAreThoseWhoseIdContainsTheTextAndNoExpressions() {
    MathContext context =
        new MathContext(new Range(Instant.EPOCH, Duration.ofMinutes(1), 1))
            .metric("errors1", new double[] {1})
            .metric("errors2", new double[] {2})
            .metric("total", new double[] {4})
            .expression("errorsAll", MathExpression.parse("errors1 * 100"));
    assertThat(sum(context, "METRICS(\"errors\")")).isEqualTo(3);
    assertThat(sum(context, "METRICS(\"\")")).isEqualTo(7);
    assertThat(sum(context, "METRICS('tal')")).isEqualTo(4);
  }

  @Test
  void firstAndLastOfAnArrayWithoutSeriesAreMissing() {
    assertThat(points("FIRST(REMOVE_EMPTY([z]))", MISSING, MISSING))
        .containsExactly(MISSING, MISSING);
    assertThat(points("LAST(REMOVE_EMPTY([z]))", MISSING)).containsExactly(MISSING);
  }

  @Test
  void periodIsThatOfTheRangeInSecondsAlsoWhenItIsShorterThanOne() {
    MathContext context =
        new MathContext(new Range(Instant.EPOCH, Duration.ofMillis(100), 1))
            .metric("z", new double[] {5});
    Value value = context.evaluate(MathExpression.parse("PERIOD(z)"));
    assertThat(((Value.Scalar) value).number()).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void aNumberMayHaveAnId() {
    MathContext context =
        new MathContext(new Range(Instant.EPOCH, Duration.ofMinutes(1), 2))
            .metric("z", new double[] {1, 2})
            .number("limit", 10);
    assertThat(context.evaluateToSeries(MathExpression.parse("z * limit"))).containsExactly(10, 20);
  }

  @Test
  void aMetricOfAnotherLengthThanTheRangeIsRefused() {
    MathContext context = new MathContext(new Range(Instant.EPOCH, Duration.ofMinutes(1), 2));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> context.metric("z", new double[] {1}))
        .withMessage("z: 1 of 2");
  }

  private static double sum(MathContext context, String array) {
    return context.evaluateToSeries(MathExpression.parse("SUM(" + array + ")"))[0];
  }

  /** The points of an expression over z. */
  private static double[] points(String expression, double... z) {
    return context(z).evaluateToSeries(MathExpression.parse(expression));
  }

  /** The number of an expression over z. */
  private static double number(String expression, double... z) {
    MathContext context = z.length == 0 ? context() : context(z);
    return ((Value.Scalar) context.evaluate(MathExpression.parse(expression))).number();
  }

  private static double[] line(String expression) {
    return context().evaluateToSeries(MathExpression.parse(expression));
  }

  private static Value evaluate(String expression) {
    return context().evaluate(MathExpression.parse(expression));
  }

  private static MathContext context(double... z) {
    Duration minute = Duration.ofMinutes(1);
    if (z.length > 0) {
      return new MathContext(new Range(Instant.EPOCH, minute, z.length)).metric("z", z);
    }
    return new MathContext(new Range(Instant.EPOCH, minute, 4))
        .metric("a", new double[] {3, MISSING, 4.5, 2.5})
        .metric("b", new double[] {2, 12, 2, 4});
  }
}
