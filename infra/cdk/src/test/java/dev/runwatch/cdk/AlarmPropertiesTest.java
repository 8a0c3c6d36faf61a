/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmProperties;
import dev.runwatch.alarms.definition.AlarmProperty;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.alarms.definition.PropertyDifference;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.environments.Destinations;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.metrics.Environment;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnTag;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.amazon.awscdk.services.cloudwatch.CfnAlarmProps;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is tested is what is deployed, for every property of the resource type. The list of
 * properties is the one that the CDK library brings: an upgrade that knows another one fails here
 * until {@link AlarmProperties} has a row for it.
 */
final class AlarmPropertiesTest {

  private static final String PLAIN =
      """
      Severity: high
      Summary: Requests are slow.
      Runbook: https://git.runwatch.dev/slow.md
      Namespace: "@@namespace@@"
      MetricName: request_latency_seconds
      Dimensions: [{Name: Environment, Value: "@@environment@@"}]
      ExtendedStatistic: p99
      Period: 60
      EvaluationPeriods: 3
      ComparisonOperator: GreaterThanThreshold
      Threshold: 1
      TreatMissingData: notBreaching
      """;

  private static final String MATH =
      """
      Severity: critical
      Summary: No runner is online.
      Runbook: https://git.runwatch.dev/runners.md
      Metrics:
        - Id: online
          MetricStat:
            Metric:
              Namespace: "@@namespace@@"
              MetricName: runners_online_count
              Dimensions:
                - Name: Environment
                  Value: "@@environment@@"
            Stat: Maximum
            Period: 60
            Unit: Count
          ReturnData: false
        - Id: runners
          Label: Runners
          Expression: FILL(online, 0)
          ReturnData: true
      EvaluationPeriods: 3
      ComparisonOperator: LessThanThreshold
      Threshold: 1
      TreatMissingData: breaching
      """;

  /** A definition for each property, and what the template must say. */
  private enum Sample {
    ACTIONS_ENABLED("ActionsEnabled", PLAIN + "ActionsEnabled: false\n", "false"),
    ALARM_ACTIONS("AlarmActions", PLAIN, "[\"arn:high\"]"),
    ALARM_DESCRIPTION("AlarmDescription", PLAIN + "AlarmDescription: Slow\n", "\"Slow\""),
    ALARM_NAME("AlarmName", PLAIN, "\"runwatch-prod-alarm-name\""),
    COMPARISON_OPERATOR("ComparisonOperator", PLAIN, "\"GreaterThanThreshold\""),
    DATAPOINTS_TO_ALARM("DatapointsToAlarm", PLAIN + "DatapointsToAlarm: 2\n", "2"),
    DIMENSIONS("Dimensions", PLAIN, "[{\"Name\":\"Environment\",\"Value\":\"prod\"}]"),
    EVALUATE_LOW_SAMPLE_COUNT_PERCENTILE(
        "EvaluateLowSampleCountPercentile",
        PLAIN + "EvaluateLowSampleCountPercentile: ignore\n",
        "\"ignore\""),
    EVALUATION_PERIODS("EvaluationPeriods", PLAIN, "3"),
    EXTENDED_STATISTIC("ExtendedStatistic", PLAIN, "\"p99\""),
    INSUFFICIENT_DATA_ACTIONS("InsufficientDataActions", MATH, "[\"arn:medium\"]"),
    METRIC_NAME("MetricName", PLAIN, "\"request_latency_seconds\""),
    METRICS(
        "Metrics",
        MATH,
        "[{\"Id\":\"online\",\"MetricStat\":{\"Metric\":{\"Dimensions\":[{\"Name\":\"Environment\","
            + "\"Value\":\"prod\"}],\"MetricName\":\"runners_online_count\",\"Namespace\":\"Mine\"},"
            + "\"Period\":60,\"Stat\":\"Maximum\",\"Unit\":\"Count\"},\"ReturnData\":false},"
            + "{\"Id\":\"runners\",\"Expression\":\"FILL(online, 0)\",\"Label\":\"Runners\","
            + "\"ReturnData\":true}]"),
    NAMESPACE("Namespace", PLAIN, "\"Mine\""),
    OK_ACTIONS("OKActions", PLAIN, "[\"arn:high\"]"),
    PERIOD("Period", PLAIN, "60"),
    STATISTIC(
        "Statistic",
        PLAIN
            .replace("request_latency_seconds", "runners_online_count")
            .replace("ExtendedStatistic: p99", "Statistic: Maximum"),
        "\"Maximum\""),
    TAGS(
        "Tags",
        PLAIN + "Tags: [{Key: team, Value: platform}]\n",
        "[{\"Key\":\"environment\",\"Value\":\"prod\"},{\"Key\":\"service\",\"Value\":\"runwatch\"},"
            + "{\"Key\":\"severity\",\"Value\":\"high\"},{\"Key\":\"team\",\"Value\":\"platform\"}]"),
    THRESHOLD("Threshold", PLAIN, "1"),
    TREAT_MISSING_DATA("TreatMissingData", PLAIN, "\"notBreaching\""),
    UNIT("Unit", PLAIN + "Unit: Seconds\n", "\"Seconds\""),
    WARM_UP_CONFIGURATION(
        "WarmUpConfiguration",
        PLAIN
            + "WarmUpConfiguration: {WarmUpPeriodDurationInMinutes: 30,"
            + " OnlyStartEvaluatingAfterWarmUpPeriodEnds: true}\n",
        "{\"OnlyStartEvaluatingAfterWarmUpPeriodEnds\":true,\"WarmUpPeriodDurationInMinutes\":30}");

    final String property;
    final String definition;
    final String template;

    Sample(String property, String definition, String template) {
      this.property = property;
      this.definition = definition;
      this.template = template;
    }

    /** The stem of its file. */
    String stem() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Sample> of(String property) {
      return Arrays.stream(values()).filter(it -> it.property.equals(property)).findFirst();
    }
  }

  private static final String DASHBOARD = "https://dashboard.platform.internal";
  private static final EnvironmentSettings SETTINGS =
      new EnvironmentSettings(
          new Environment("prod"),
          "Mine",
          Optional.empty(),
          "",
          "",
          Optional.empty(),
          Map.<Severity, Destinations>of(),
          Map.of(),
          Map.of(),
          Set.of());
  private static final Map<Severity, String> TOPICS =
      Map.of(
          Severity.CRITICAL, "arn:critical",
          Severity.HIGH, "arn:high",
          Severity.MEDIUM, "arn:medium");

  @TempDir private static Path directory;

  private static final Map<Sample, AlarmDefinition> DEFINITIONS = new TreeMap<>();
  private static final Map<Sample, JsonNode> DEPLOYED = new HashMap<>();
  private static List<String> warnings;

  @BeforeAll
  static void deployEverySample() throws IOException {
    App app = Stacks.app(Map.of());
    Stack stack = new Stack(app, "Samples");
    for (Sample sample : Sample.values()) {
      Path file = directory.resolve(sample.stem() + ".yaml");
      Files.writeString(file, sample.definition);
      AlarmDefinition definition = SETTINGS.deployed(DefinitionLoader.load(file));
      DEFINITIONS.put(sample, definition);
      AlarmResource.make(
          stack, SETTINGS.expected(definition, TOPICS, DASHBOARD), /* withTags= */ false);
    }
    Map<String, JsonNode> byName = new HashMap<>();
    for (JsonNode resource : Stacks.template(stack).path("Resources")) {
      JsonNode properties = resource.path("Properties");
      byName.put(properties.path("AlarmName").asString(""), properties);
    }
    for (Sample sample : Sample.values()) {
      DEPLOYED.put(sample, byName.get("runwatch-prod-" + sample.stem()));
    }
    warnings = Synthesis.check(app, Map.of());
  }

  /** The properties of the resource type as CDK knows them, and those of the table. */
  static Stream<String> properties() {
    TreeSet<String> names = new TreeSet<>(fields(CfnAlarmProps.class));
    AlarmProperties.all().forEach(row -> names.add(row.name()));
    return names.stream();
  }

  @ParameterizedTest
  @MethodSource("properties")
  void aPropertyIsDeployedAndComparedOrRefused(String property) throws IOException {
    AlarmProperty row =
        AlarmProperties.find(property)
            .orElseThrow(() -> new AssertionError("AlarmProperties has no row " + property));
    if (row.isRefused() || row.isSetByStack()) {
      assertRefused(PLAIN + property + ": x\n", property);
    }
    if (row.isRefused()) {
      return;
    }
    Sample sample =
        Sample.of(property)
            .orElseThrow(() -> new AssertionError("there is no sample of " + property));
    assertThat(Stacks.JSON.readTree(DEPLOYED.get(sample).path(property).toString()))
        .isEqualTo(Stacks.JSON.readTree(sample.template));
    assertThat(differences(sample, (ObjectNode) DEPLOYED.get(sample))).isEmpty();
    ObjectNode without = ((ObjectNode) DEPLOYED.get(sample)).deepCopy();
    without.remove(property);
    assertThat(differences(sample, without)).as("removed").isNotEmpty();
    int leaves = leaves(DEPLOYED.get(sample).path(property));
    assertThat(leaves).isPositive();
    for (int leaf = 0; leaf < leaves; leaf++) {
      ObjectNode changed = ((ObjectNode) DEPLOYED.get(sample)).deepCopy();
      changed.set(property, changed(changed.path(property), new int[] {leaf}));
      assertThat(differences(sample, changed))
          .as(changed.path(property).toString())
          .isNotEmpty()
          .allMatch(it -> it.property().startsWith(property));
    }
  }

  /** The fields of the types below the properties, and the line after which one can be written. */
  static Stream<Arguments> nestedFields() {
    return Stream.of(
            Map.entry(CfnAlarm.MetricDataQueryProperty.class, "  - Id: online"),
            Map.entry(CfnAlarm.MetricStatProperty.class, "      Stat: Maximum"),
            Map.entry(CfnAlarm.MetricProperty.class, "        MetricName: runners_online_count"),
            Map.entry(CfnAlarm.DimensionProperty.class, "          - Name: Environment"),
            Map.entry(CfnTag.class, "  - Key: team"))
        .flatMap(it -> fields(it.getKey()).stream().map(f -> Arguments.of(f, it.getValue())));
  }

  @ParameterizedTest
  @MethodSource("nestedFields")
  void aFieldOfAPropertyIsDeployedAndComparedOrRefused(String field, String anchor)
      throws IOException {
    String text = MATH + "Tags:\n  - Key: team\n    Value: platform\n";
    int column = anchor.length() - anchor.replaceFirst("^[ -]*", "").length();
    if (text.lines().anyMatch(line -> line.indexOf(field + ":") == column)) {
      assertThat(Sample.METRICS.template + Sample.TAGS.template).contains("\"" + field + "\":");
    } else {
      assertThat(text).contains(anchor);
      assertRefused(
          text.replace(anchor, anchor + "\n" + " ".repeat(column) + field + ": 60"), field);
    }
  }

  @Test
  void theSchemaThatCdkBringsAcceptsEverySample() {
    assertThat(warnings).isEmpty();
  }

  private static void assertRefused(String text, String field) throws IOException {
    Path file = directory.resolve("refused.yaml");
    Files.writeString(file, text);
    InvalidDefinitionException refused =
        catchThrowableOfType(InvalidDefinitionException.class, () -> DefinitionLoader.load(file));
    Files.delete(file);
    assertThat(refused).as(text).isNotNull();
    assertThat(refused.faults())
        .anySatisfy(
            fault -> {
              assertThat(fault.field()).matches("(.*\\.)?" + field);
              assertThat(fault.line()).isPositive();
              assertThat(fault.fix()).isNotBlank();
            });
  }

  private static List<PropertyDifference> differences(Sample sample, ObjectNode found) {
    Map<String, Object> expected =
        SETTINGS.expected(DEFINITIONS.get(sample), TOPICS, DASHBOARD).properties();
    Map<?, ?> actual = Stacks.JSON.treeToValue(found, Map.class);
    Map<String, Object> properties = new TreeMap<>();
    actual.forEach((name, value) -> properties.put(String.valueOf(name), value));
    return AlarmProperties.differences(expected, properties, property -> true);
  }

  private static int leaves(JsonNode value) {
    return value.isContainer() ? value.valueStream().mapToInt(it -> leaves(it)).sum() : 1;
  }

  /** A copy in which one leaf has another value. */
  private static JsonNode changed(JsonNode value, int[] leaf) {
    if (value instanceof ObjectNode object) {
      ObjectNode copy = Stacks.JSON.createObjectNode();
      object.properties().forEach(it -> copy.set(it.getKey(), changed(it.getValue(), leaf)));
      return copy;
    }
    if (value instanceof ArrayNode array) {
      ArrayNode copy = Stacks.JSON.createArrayNode();
      array.forEach(it -> copy.add(changed(it, leaf)));
      return copy;
    }
    if (leaf[0]-- != 0) {
      return value;
    }
    if (value.isBoolean()) {
      return Stacks.JSON.valueToTree(!value.asBoolean());
    }
    return value.isNumber()
        ? Stacks.JSON.valueToTree(value.asDouble() + 1)
        : Stacks.JSON.valueToTree(value.asString() + "x");
  }

  /** CloudFormation's names of what a type of CDK has getters for. */
  private static List<String> fields(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .map(Method::getName)
        .filter(name -> name.startsWith("get"))
        .map(name -> name.substring("get".length()))
        .map(name -> name.equals("OkActions") ? "OKActions" : name)
        .sorted()
        .toList();
  }
}
