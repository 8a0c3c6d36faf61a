/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.yaml.Faults;
import dev.runwatch.alarms.yaml.Node;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AlarmPropertiesTest {

  private static final AlarmDefinition PLAIN =
      AlarmDefinition.builder("slow")
          .severity(Severity.CRITICAL)
          .metric(
              new MetricStat(
                  "Shop",
                  "latency",
                  Map.of("Stage", "prod", "Cell", "1"),
                  new Statistic("p99"),
                  Duration.ofMinutes(1),
                  null))
          .rule(
              new Rule(
                  3,
                  3,
                  1.5,
                  ComparisonOperator.GREATER_THAN_THRESHOLD,
                  TreatMissingData.MISSING,
                  /* evaluateLowSamples= */ true))
          .build();

  private static final Map<String, Object> EXPECTED =
      new DeployedAlarm(
              PLAIN,
              "prod-slow",
              "Requests are slow",
              Map.of(AlarmState.ALARM, List.of("arn:a", "arn:b")),
              Map.of("team", "shop", "tier", "1"))
          .properties();

  @Test
  void rowsAreSortedAndNamedOnce() {
    assertThat(AlarmProperties.all())
        .extracting(AlarmProperty::name)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void whatCloudWatchOmitsOrOrdersOtherwiseIsNoDifference() {
    Map<String, Object> found = new HashMap<>(EXPECTED);
    found.remove("DatapointsToAlarm");
    found.remove("TreatMissingData");
    found.remove("ActionsEnabled");
    found.put("OKActions", List.of());
    found.put("EvaluateLowSampleCountPercentile", "evaluate");
    found.put("AlarmActions", List.of("arn:b", "arn:a"));
    found.put("Dimensions", List.of(pair("Name", "Stage", "prod"), pair("Name", "Cell", "1")));
    found.put(
        "Tags",
        List.of(
            pair("Key", "tier", "1"), pair("Key", "team", "shop"), pair("Key", "owner", "cfo")));
    found.put("Threshold", 1.5f);
    found.put("StateValue", "ALARM");
    assertThat(differences(found)).isEmpty();
  }

  @Test
  void whatDiffersIsNamedWithBothValues() {
    Map<String, Object> found = new HashMap<>(EXPECTED);
    found.put("Threshold", 2);
    found.put("Unit", "Seconds");
    found.remove("AlarmActions");
    found.put("Tags", List.of(pair("Key", "team", "shop"), pair("Key", "tier", "2")));
    assertThat(differences(found))
        .containsExactly(
            new PropertyDifference("AlarmActions", "arn:a, arn:b", ""),
            new PropertyDifference("Tags.tier", "1", "2"),
            new PropertyDifference("Threshold", "1.5", "2"),
            new PropertyDifference("Unit", "", "Seconds"));
  }

  @Test
  void aPropertyThatTheSourceCannotSayIsNotCompared() {
    AlarmDefinition warm =
        PLAIN.toBuilder()
            .warmUp(new WarmUp(Duration.ofMinutes(30), /* onlyAfter= */ false))
            .build();
    Map<String, Object> expected =
        new DeployedAlarm(warm, "slow", "", Map.of(), Map.of()).properties();
    Map<String, Object> found = new HashMap<>(expected);
    found.remove("WarmUpConfiguration");
    assertThat(AlarmProperties.differences(expected, found, name -> !name.startsWith("WarmUp")))
        .isEmpty();
    assertThat(AlarmProperties.differences(expected, found, name -> true))
        .containsExactly(
            new PropertyDifference("WarmUpConfiguration.WarmUpPeriodDurationInMinutes", "30", ""));
  }

  @Test
  void anEntryThatDoesNotSayWhetherItReturnsDataReturnsData() {
    AlarmDefinition math =
        PLAIN.toBuilder()
            .metrics(
                List.of(
                    MetricQuery.ofMetric("m1", PLAIN.metric().orElseThrow()).withReturnData(false),
                    MetricQuery.ofExpression("e1", "m1 * 2")))
            .build();
    Map<String, Object> expected =
        new DeployedAlarm(math, "slow", "", Map.of(), Map.of()).properties();
    assertThat(expected)
        .doesNotContainKeys("MetricName", "Namespace", "Period", "ExtendedStatistic");
    Map<String, Object> found = new HashMap<>(expected);
    List<?> metrics = (List<?>) expected.get("Metrics");
    found.put("Metrics", List.of(Map.of("Id", "e1", "Expression", "m1 * 2"), metrics.get(0)));
    assertThat(AlarmProperties.differences(expected, found, name -> true)).isEmpty();
    found.put("Metrics", List.of(Map.of("Id", "e1", "Expression", "m1 * 3"), metrics.get(0)));
    assertThat(AlarmProperties.differences(expected, found, name -> true))
        .containsExactly(new PropertyDifference("Metrics.e1.Expression", "m1 * 2", "m1 * 3"));
  }

  /** The template of a stack and the answer of an account can be read like a file. */
  @ParameterizedTest
  @EnumSource(AlarmState.class)
  void propertiesAreReadBackAsTheAlarmThatTheyAreOf(AlarmState state) {
    AlarmDefinition alarm =
        PLAIN.toBuilder()
            .severity(Severity.MEDIUM)
            .warmUp(new WarmUp(Duration.ofMinutes(30), /* onlyAfter= */ true))
            .actions(
                new Actions(/* declared= */ true, /* enabled= */ false, java.util.Set.of(state)))
            .alarmDescription("Requests are slow")
            .tags(Map.of("team", "shop"))
            .build();
    Map<String, Object> properties =
        new DeployedAlarm(
                alarm,
                "slow",
                "Requests are slow",
                Map.of(state, List.of("arn:a")),
                Map.of("team", "shop"))
            .properties();
    Faults faults = new Faults("account");
    assertThat(DefinitionLoader.readAny("other", Node.of(properties), faults)).contains(alarm);
    assertThat(faults.all()).isEmpty();
  }

  @Test
  void aTagThatIsAnIntrinsicFunctionDoesNotRefuseAForeignAlarm() {
    Map<String, Object> properties = new HashMap<>(EXPECTED);
    properties.put(
        "Tags",
        List.of(
            pair("Key", "team", "shop"), Map.of("Key", "stack", "Value", Map.of("Ref", "Name"))));
    Faults faults = new Faults("template");
    assertThat(DefinitionLoader.readAny("slow", Node.of(properties), faults))
        .hasValueSatisfying(it -> assertThat(it.tags()).isEqualTo(Map.of("team", "shop")));
  }

  @Test
  void theStackActsOnInsufficientDataOfAnExpressionOnlyAndWakesNobody() {
    AlarmDefinition math =
        PLAIN.toBuilder()
            .metrics(List.of(MetricQuery.ofMetric("m1", PLAIN.metric().orElseThrow())))
            .build();
    assertThat(PLAIN.actions().actsOn(AlarmState.INSUFFICIENT_DATA)).isFalse();
    AlarmDefinition rebuilt =
        AlarmDefinition.builder("math")
            .severity(Severity.CRITICAL)
            .metrics(math.metrics())
            .rule(math.rule())
            .build();
    assertThat(rebuilt.actions().actsOn(AlarmState.INSUFFICIENT_DATA)).isTrue();
    assertThat(rebuilt.severityOn(AlarmState.INSUFFICIENT_DATA)).isEqualTo(Severity.MEDIUM);
    assertThat(rebuilt.severityOn(AlarmState.ALARM)).isEqualTo(Severity.CRITICAL);
  }

  private static List<PropertyDifference> differences(Map<String, Object> found) {
    return AlarmProperties.differences(EXPECTED, found, name -> true);
  }

  private static Map<String, Object> pair(String key, String name, String value) {
    return Map.of(key, name, "Value", value);
  }
}
