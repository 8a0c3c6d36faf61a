/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.ComparisonOperator;
import dev.runwatch.alarms.definition.MetricQuery;
import dev.runwatch.alarms.definition.Rule;
import dev.runwatch.alarms.definition.TreatMissingData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The step change that timings are measured with, the sentence of a rule, and the cost. */
class StepChangeTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @ParameterizedTest
  @CsvSource({
    "no-online-runners, runners_online_count 1 → 0",
    "queue-backing-up, runs_pending_count 1 → 51",
    "coordinator-down, coordinator_reachable 1 → 0",
    "high-failure-rate, runs_failed_total 0 → 1"
  })
  void theStepOfAShippedAlarmChangesOneMetric(String name, String step) {
    AlarmDefinition alarm = Alarms.sample(name).withoutWarmUp();
    StepChange change = StepChange.find(alarm).orElseThrow();
    assertThat(change.describe(alarm)).isEqualTo(step);
  }

  @ParameterizedTest
  @CsvSource({
    "GREATER_THAN_THRESHOLD, 7, 1, 8",
    "GREATER_THAN_OR_EQUAL_TO_THRESHOLD, 7, 1, 8",
    "LESS_THAN_THRESHOLD, 7, 8, 1",
    "LESS_THAN_THRESHOLD, -5, 1, -6",
    "GREATER_THAN_THRESHOLD, 1000000, 1, 1000001"
  })
  void theValuesLieOnBothSidesOfTheThreshold(
      ComparisonOperator operator, double threshold, double good, double bad) {
    Rule rule = new Rule(1, 1, threshold, operator, TreatMissingData.MISSING, true);
    AlarmDefinition alarm = Alarms.plain(rule, "Maximum", MINUTE).build();
    assertThat(StepChange.find(alarm))
        .contains(new StepChange(Map.of("m1", good), Map.of("m1", bad)));
  }

  @Test
  void anExpressionThatNeverBreachesHasNoStep() {
    AlarmDefinition alarm = math("a * 0", 5, 1);
    assertThat(StepChange.find(alarm)).isEmpty();
    Explanation explanation = Explanation.of(alarm);
    assertThat(explanation.step()).isEmpty();
    assertThat(explanation.timings()).isEmpty();
  }

  @Test
  void aStepThatNeedsTwoMetricsNamesBoth() {
    AlarmDefinition alarm = math("IF(a > 5 AND b > 5, 1, 0)", 0, 2);
    // With simple values one of them may be bad already, so a step of one metric is enough.
    StepChange change = StepChange.find(alarm).orElseThrow();
    assertThat(change.describe(alarm)).matches("[ab] [\\d.-]+ → [\\d.-]+");
  }

  @Test
  void tenMetricsAreSearchedInBoundedTime() {
    AlarmDefinition alarm = math("SUM(METRICS())", 0, 10);
    assertThat(StepChange.find(alarm)).isPresent();
    assertThat(Explanation.of(alarm).billedMetrics()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({"PT1M, 0.10", "PT5M, 0.10", "PT10S, 0.30", "PT30S, 0.30"})
  void aPlainAlarmIsBilledByItsResolution(Duration period, double dollars) {
    Rule rule = Alarms.above(1, 1, 1, TreatMissingData.MISSING);
    Explanation explanation = Explanation.of(Alarms.plain(rule, "Maximum", period).build());
    assertThat(explanation.billedMetrics()).isEqualTo(1);
    assertThat(explanation.dollarsAMonth()).isCloseTo(dollars, within(1e-9));
  }

  @Test
  void anAlarmOnAnExpressionIsBilledForEveryMetric() {
    Explanation explanation = Explanation.of(math("a + b", 0, 2));
    assertThat(explanation.billedMetrics()).isEqualTo(2);
    assertThat(explanation.dollarsAMonth()).isCloseTo(0.20, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          missing      | PT1M  | 1 | 1 | ALARM when the Maximum of depth over 1m is greater than 2.5 in 1 of 1 period; without data it is INSUFFICIENT_DATA.
          ignore       | PT10S | 2 | 3 | ALARM when the Maximum of depth over 10s is greater than 2.5 in 2 of 3 periods; missing data changes nothing.
          breaching    | PT15M | 1 | 1 | ALARM when the Maximum of depth over 15m, sliding by the minute, is greater than 2.5 in 1 of 1 period; missing data counts as a breach.
          notBreaching | PT1H  | 3 | 3 | ALARM when the Maximum of depth over 1h, sliding by the minute, is greater than 2.5 in 3 of 3 periods; missing data counts as no breach.
          """)
  void aRuleIsOneSentence(String treatment, Duration period, int m, int n, String sentence) {
    TreatMissingData missing =
        List.of(TreatMissingData.values()).stream()
            .filter(t -> t.word().equals(treatment))
            .findFirst()
            .orElseThrow();
    AlarmDefinition alarm =
        Alarms.plain(Alarms.above(2.5, m, n, missing), "Maximum", period).build();
    assertThat(Explanation.of(alarm).rule()).isEqualTo(sentence);
  }

  @Test
  void theSentenceOfAnExpressionHasTheExpression() {
    assertThat(Explanation.of(math("a + b", 0, 2)).rule())
        .startsWith("ALARM when a + b over 1m is greater than 0 in 1 of 1 period; ");
  }

  @Test
  void theSentenceOfAWatchedMetricAmongOthersHasItsId() {
    List<MetricQuery> queries =
        List.of(
            MetricQuery.ofMetric("a", Alarms.stat("a", "Maximum", MINUTE)),
            MetricQuery.ofMetric("b", Alarms.stat("b", "Maximum", MINUTE)).withReturnData(false));
    AlarmDefinition alarm =
        AlarmDefinition.builder("one")
            .metrics(queries)
            .rule(Alarms.above(0, 1, 1, TreatMissingData.MISSING))
            .build();
    assertThat(Explanation.of(alarm).rule()).startsWith("ALARM when a over 1m is greater than 0");
  }

  /** An alarm above a threshold on an expression over metrics a, b, c, … */
  private static AlarmDefinition math(String expression, double threshold, int metrics) {
    List<MetricQuery> queries = new ArrayList<>();
    for (int i = 0; i < metrics; i++) {
      String id = String.valueOf((char) ('a' + i));
      queries.add(
          MetricQuery.ofMetric(id, Alarms.stat(id, "Maximum", MINUTE)).withReturnData(false));
    }
    queries.add(MetricQuery.ofExpression("e1", expression));
    return AlarmDefinition.builder("math")
        .metrics(queries)
        .rule(Alarms.above(threshold, 1, 1, TreatMissingData.MISSING))
        .build();
  }
}
