/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.ComparisonOperator;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Rule;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.definition.TreatMissingData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PromQlTest {

  /** Two metrics that need not arrive together. */
  private static final Map<String, MetricStat> TWO =
      Map.of("a", stat("first"), "b", stat("second"));

  private static MetricStat stat(String name) {
    return new MetricStat("N", name, Map.of(), Statistic.MAXIMUM, Duration.ofMinutes(1), null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a + 1                 | x + 1
          a * 2 > 3             | (x * 2) > bool 3
          a + b                 | (x or y * 0) + (y or x * 0)
          a / b                 | (x or y * 0) / ((y or x * 0) != 0)
          FILL(a, 0)            | x or vector(0)
          ABS(a)                | abs(x)
          -a                    | -x
          IF(a > 1, 5)          | (vector(5) and x > 1)
          IF(a > 1, b, 0)       | ((y or (x > bool 1) * 0) and x > 1) or (vector(0) and x <= 1)
          IF(a, 1, b)           | (vector(1) and x != 0) or (y and x == 0)
          a > 1 AND b > 2       | (((x > bool 1) or (y > bool 2) * 0) != bool 0) * (((y > bool 2) or (x > bool 1) * 0) != bool 0)
          """)
  void anExpressionKeepsTheRulesForMissingData(String expression, String promQl) {
    assertThat(PromQl.expression(expression, TWO, Map.of("a", "x", "b", "y"))).isEqualTo(promQl);
  }

  @Test
  void metricsOfOneServiceArriveTogether() {
    Map<String, MetricStat> stats =
        Map.of("a", stat("runs_failed_total"), "b", stat("runs_completed_total"));
    assertThat(PromQl.expression("a / (a + b)", stats, Map.of("a", "x", "b", "y")))
        .isEqualTo("x / (x + y != 0)");
  }

  @Test
  void theLeastOfSeveralSeriesTellsThemApartByALabel() {
    assertThat(PromQl.expression("MIN([a, FILL(b, 1)])", TWO, Map.of("a", "x", "b", "y")))
        .isEqualTo(
            "min(label_replace(x, \"of\", \"0\", \"\", \"\") or label_replace(y or vector(1), \"of\","
                + " \"1\", \"\", \"\"))");
  }

  @ParameterizedTest
  @CsvSource({"RATE(a)", "MIN(a)", "'FILL(a, REPEAT)'", "DAY(a)"})
  void whatPromQlCannotExpressIsRefusedByName(String expression) {
    assertThatThrownBy(() -> PromQl.expression(expression, TWO, Map.of("a", "x")))
        .isInstanceOf(UnsupportedExportException.class)
        .hasMessageContaining("has no counterpart in PromQL");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          runs_failed_total       | Sum         | sum(increase(runs_failed_total{A="\\"b"}[5m]))
          runs_pending_count      | Maximum     | max(max_over_time(runs_pending_count{A="\\"b"}[5m]))
          runner_slots_busy       | Sum         | sum(avg_over_time(runner_slots_busy{A="\\"b"}[5m]))
          request_latency_seconds | p99         | histogram_quantile(0.99, sum by (le) (rate(request_latency_seconds_bucket{A="\\"b"}[5m])))
          request_latency_seconds | SampleCount | sum(increase(request_latency_seconds_count{A="\\"b"}[5m]))
          """)
  void aStatisticIsReadByTheKindOfItsMetric(String metric, String statistic, String promQl) {
    MetricStat stat =
        new MetricStat(
            "N", metric, Map.of("A", "\"b"), new Statistic(statistic), Duration.ofMinutes(5), null);
    assertThat(PromQl.metric(stat, "[5m]")).isEqualTo(promQl);
  }

  @Test
  void ignoredSilenceHoldsAFiringAlert() {
    String expression = expression(3, TreatMissingData.IGNORE);
    assertThat(expression)
        .endsWith(
            " or (max(ALERTS{alertname=\"Queue\",alertstate=\"firing\",environment=\"prod\"}) unless"
                + " max(max_over_time(runs_pending_count{}[59s])))");
  }

  @Test
  void breachingSilenceRaisesTheAlert() {
    assertThat(expression(3, TreatMissingData.BREACHING))
        .isEqualTo(
            "count_over_time(((max(max_over_time(runs_pending_count{}[59s])) > 50) or (vector(0)"
                + " unless max(max_over_time(runs_pending_count{}[59s]))))[2m59s:1m]) >= 3");
  }

  @Test
  void mOfNCountsTheMinutesThatBreach() {
    assertThat(expression(2, TreatMissingData.NOT_BREACHING))
        .isEqualTo(
            "count_over_time((max(max_over_time(runs_pending_count{}[59s])) > 50)[2m59s:1m]) >= 2");
  }

  private static String expression(int m, TreatMissingData treatment) {
    MetricStat stat = stat("runs_pending_count");
    AlarmDefinition alarm =
        AlarmDefinition.builder("queue")
            .metric(stat)
            .rule(new Rule(3, m, 50, ComparisonOperator.GREATER_THAN_THRESHOLD, treatment, true))
            .build();
    List<Map<String, Object>> rules = new PrometheusAlarm(alarm, Exported.PROD).rules();
    return String.valueOf(rules.get(rules.size() - 1).get("expr"));
  }
}
