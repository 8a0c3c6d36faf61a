/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every worked example of AWS's page "Using math expressions": - is a missing data point. */
class WorkedExamplesTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          metric1 < metric2                | 0, 0, 1, 0
          metric1 >= 30                    | 1, 0, 0, 0
          metric1 > 15 AND metric2 > 15    | 1, 0, 0, 0
          metric1 > 15 && metric2 > 15     | 1, 0, 0, 0
          """)
  void comparisonAndLogicalOperators(String expression, String result) {
    assertThat(evaluate(expression, "30, 20, 0, 0", "20, -, 20, -", "-, -, -, -"))
        .isEqualTo(result);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IF(metric1, metric2, metric3) | 30, 0, 20, -, -
          IF(metric1, 5, metric3)       | 5, 5, 20, -, -
          IF(metric1, metric2, 5)       | 30, 0, 5, 5, -
          """)
  void ifExpressions(String expression, String result) {
    assertThat(evaluate(expression, "1, 1, 0, 0, -", "30, -, 0, 0, 30", "0, 0, 20, -, 20"))
        .isEqualTo(result);
  }

  private static String evaluate(String expression, String m1, String m2, String m3) {
    double[] first = points(m1);
    MathContext context =
        new MathContext(new Range(Instant.EPOCH, Duration.ofMinutes(1), first.length))
            .metric("metric1", first)
            .metric("metric2", points(m2))
            .metric("metric3", points(m3));
    return Arrays.stream(context.evaluateToSeries(MathExpression.parse(expression)))
        .mapToObj(point -> Double.isNaN(point) ? "-" : Long.toString((long) point))
        .collect(Collectors.joining(", "));
  }

  private static double[] points(String text) {
    return Arrays.stream(text.split(", "))
        .mapToDouble(point -> point.equals("-") ? Double.NaN : Double.parseDouble(point))
        .toArray();
  }
}
