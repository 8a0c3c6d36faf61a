/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.runwatch.alarms.Alarms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmDefinitionTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Rule RULE = Alarms.above(50, 8, 10, TreatMissingData.IGNORE);
  private static final MetricStat DEPTH = Alarms.stat("depth", "Maximum", MINUTE);
  private static final MetricStat FAILED = Alarms.stat("failed", "Sum", MINUTE.multipliedBy(15));

  @Test
  void theDefaultsAreThoseOfAnAlarmWithoutSpecialFields() {
    AlarmDefinition alarm = AlarmDefinition.builder("queue").metric(DEPTH).rule(RULE).build();
    assertThat(alarm.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(alarm.summary() + alarm.runbook() + alarm.owner()).isEmpty();
    assertThat(alarm.alarmDescription()).isNull();
    assertThat(alarm.thresholds()).isEqualTo(ThresholdRange.ANY);
    assertThat(alarm.warmUp()).isNull();
    assertThat(alarm.actions()).isEqualTo(Actions.ofTheStack(/* plain= */ true));
    assertThat(alarm.minute()).isEqualTo(MINUTE);
  }

  @Test
  void aCopyThroughItsBuilderIsEqualInEveryField() {
    AlarmDefinition alarm = full();
    assertThat(alarm.toBuilder().build()).isEqualTo(alarm);
    for (AlarmDefinition shipped : Alarms.all()) {
      assertThat(shipped.toBuilder().build()).isEqualTo(shipped);
    }
  }

  @Test
  void aPlainAlarmWatchesItsMetricUnderOneId() {
    AlarmDefinition alarm = AlarmDefinition.builder("queue").metric(DEPTH).rule(RULE).build();
    assertThat(alarm.plain()).isTrue();
    assertThat(alarm.metric()).contains(DEPTH);
    assertThat(alarm.stats()).isEqualTo(Map.of("m1", DEPTH));
    assertThat(alarm.watched()).isEqualTo(MetricQuery.ofMetric("m1", DEPTH));
    assertThat(alarm.period()).isEqualTo(MINUTE);
  }

  @Test
  void anAlarmWithMetricsWatchesTheEntryThatReturnsData() {
    AlarmDefinition alarm = full();
    assertThat(alarm.plain()).isFalse();
    assertThat(alarm.metric()).isEmpty();
    assertThat(alarm.stats()).isEqualTo(Map.of("failed", FAILED));
    assertThat(alarm.watched().id()).isEqualTo("twice");
    assertThat(alarm.period()).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void exactlyOneEntryReturnsData() {
    MetricQuery metric = MetricQuery.ofMetric("m1", DEPTH);
    MetricQuery twice = MetricQuery.ofExpression("e1", "m1 * 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> alarm(List.of(metric, twice)))
        .withMessage("queue: exactly one of its metrics must return data");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> alarm(List.of(metric.withReturnData(false))));
    assertThatIllegalArgumentException().isThrownBy(() -> alarm(List.of()));
    assertThat(alarm(List.of(metric, twice.withReturnData(false))).watched()).isEqualTo(metric);
  }

  @Test
  void anAlarmThatReadsNoMetricIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> alarm(List.of(MetricQuery.ofExpression("e1", "TIME_SERIES(1)"))))
        .withMessage("queue: it reads no metric");
  }

  @Test
  void anAlarmWithoutARuleIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> AlarmDefinition.builder("queue").metric(DEPTH).build())
        .withMessage("queue: it has no rule");
  }

  @Test
  void aQueryHasEitherAMetricOrAnExpression() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MetricQuery("m1", DEPTH, "m2", null, true))
        .withMessage("m1: it must have either a metric or an expression");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MetricQuery("m1", null, null, null, true));
  }

  @Test
  void theDescriptionHasSummarySeverityOwnerAndRunbook() {
    AlarmDefinition alarm = full();
    assertThat(alarm.description())
        .isEqualTo("Runs fail. Severity: high. Owner: platform. Runbook: runbooks/failures.md");
    assertThat(alarm.description("https://git.example/"))
        .endsWith("Runbook: https://git.example/runbooks/failures.md");
    assertThat(alarm.toBuilder().owner("").build().description())
        .isEqualTo("Runs fail. Severity: high. Runbook: runbooks/failures.md");
  }

  @Test
  void aRunbookWithAUrlGetsNoBase() {
    AlarmDefinition alarm = full().toBuilder().runbook("https://wiki.example/failures").build();
    assertThat(alarm.description("https://git.example/"))
        .endsWith("Runbook: https://wiki.example/failures");
  }

  @Test
  void anAlarmDescriptionReplacesTheComposedOne() {
    AlarmDefinition alarm = full().toBuilder().alarmDescription("As written.").build();
    assertThat(alarm.description("https://git.example/")).isEqualTo("As written.");
  }

  @Test
  void theNameInCloudWatchHasTheEnvironment() {
    assertThat(full().cloudWatchName("prod")).isEqualTo("runwatch-prod-failures");
  }

  @Test
  void bindingReplacesTheTokensOfEveryMetric() {
    MetricStat stat =
        new MetricStat(
            MetricStat.NAMESPACE_TOKEN,
            "runs",
            Map.of("Environment", MetricStat.ENVIRONMENT_TOKEN, "Route", "/runs"),
            Statistic.SUM,
            MINUTE,
            "Count");
    AlarmDefinition alarm =
        full().toBuilder()
            .metrics(
                List.of(
                    MetricQuery.ofMetric("a", stat).withReturnData(false),
                    MetricQuery.ofMetric("b", stat)))
            .build()
            .bound("prod", "Shop:Runs");
    assertThat(alarm.stats().values())
        .hasSize(2)
        .containsOnly(
            new MetricStat(
                "Shop:Runs",
                "runs",
                Map.of("Environment", "prod", "Route", "/runs"),
                Statistic.SUM,
                MINUTE,
                "Count"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.1S", "PT2S", "PT1M", "PT5M"})
  void scalingMultipliesPeriodsAndWarmUpAndIsUndoneByScalingBack(Duration minute) {
    AlarmDefinition alarm = full();
    AlarmDefinition scaled = alarm.scaledTo(minute);
    assertThat(scaled.period()).isEqualTo(minute.multipliedBy(15));
    assertThat(scaled.warmUp()).isEqualTo(new WarmUp(minute.multipliedBy(30), true));
    assertThat(scaled.minute()).isEqualTo(minute);
    assertThat(scaled.scaledTo(MINUTE)).isEqualTo(alarm);
    assertThat(alarm.withoutWarmUp().scaledTo(minute).warmUp()).isNull();
  }

  @Test
  void anotherThresholdChangesNothingElse() {
    AlarmDefinition alarm = full();
    AlarmDefinition other = alarm.withThreshold(7);
    assertThat(other.rule()).isEqualTo(alarm.rule().withThreshold(7));
    assertThat(other.toBuilder().rule(alarm.rule()).build()).isEqualTo(alarm);
  }

  @Test
  void theMetricsCannotBeModifiedFromOutside() {
    List<MetricQuery> queries = new ArrayList<>(List.of(MetricQuery.ofMetric("m1", DEPTH)));
    AlarmDefinition alarm = alarm(queries);
    queries.clear();
    assertThat(alarm.metrics()).hasSize(1);
  }

  private static AlarmDefinition alarm(List<MetricQuery> queries) {
    return AlarmDefinition.builder("queue").metrics(queries).rule(RULE).build();
  }

  private static AlarmDefinition full() {
    return AlarmDefinition.builder("failures")
        .severity(Severity.HIGH)
        .summary("Runs fail.")
        .runbook("runbooks/failures.md")
        .owner("platform")
        .metrics(
            List.of(
                MetricQuery.ofMetric("failed", FAILED).withLabel("Failed").withReturnData(false),
                MetricQuery.ofExpression("twice", "failed * 2")))
        .rule(RULE)
        .thresholds(new ThresholdRange(0, 100))
        .warmUp(new WarmUp(Duration.ofMinutes(30), true))
        .tags(Map.of("team", "platform"))
        .actions(new Actions(/* declared= */ true, /* enabled= */ false, Set.of(AlarmState.ALARM)))
        .build();
  }
}
