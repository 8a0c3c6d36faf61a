/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LateFillTest {

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          FILL(a, 0)                             | LESS_THAN_THRESHOLD    | 1   | true
          FILL(a, 0)                             | GREATER_THAN_THRESHOLD | 1   | false
          FILL(a, 5)                             | GREATER_THAN_THRESHOLD | 1   | true
          MIN([FILL(a, 0), FILL(b, 1)])          | LESS_THAN_THRESHOLD    | 1   | true
          IF(FILL(a, 0) >= 2, a/(a + b), 0)      | GREATER_THAN_THRESHOLD | 0.1 | false
          IF(FILL(a, 0) >= 2, a/(a + b), 1)      | GREATER_THAN_THRESHOLD | 0.1 | true
          FILL(a, REPEAT)                        | LESS_THAN_THRESHOLD    | 1   | false
          FILL(a, 0) / (FILL(a, 0) + FILL(b, 0)) | GREATER_THAN_THRESHOLD | 0.5 | true
          """)
  void aLatePeriodMayBreachByWhatFillAdds(
      String expression, ComparisonOperator operator, double threshold, boolean mayBreach) {
    List<MetricQuery> queries =
        List.of(metric("a"), metric("b"), MetricQuery.ofExpression("e", expression));
    Rule rule = new Rule(1, 1, threshold, operator, TreatMissingData.NOT_BREACHING, true);
    assertThat(LateFill.mayBreach(queries, rule)).isEqualTo(mayBreach);
  }

  private static MetricQuery metric(String id) {
    return MetricQuery.ofMetric(id, Alarms.stat(id, "Sum", Duration.ofMinutes(1)))
        .withReturnData(false);
  }
}
