/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmProperties;
import dev.runwatch.alarms.definition.AlarmProperty;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.cli.verify.Finding.Level;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.environments.ExpectedEnvironment;
import dev.runwatch.metrics.Environment;
import dev.runwatch.testing.Repository;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchServiceClientConfiguration;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.EvaluationState;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import software.amazon.awssdk.services.cloudwatch.paginators.DescribeAlarmsIterable;

final class AlarmsCheckTest {

  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
  private static final String RUNNERS = "runwatch-prod-no-online-runners";
  private static final String DOWN = "runwatch-prod-coordinator-down";

  private final ExpectedEnvironment deployed = deployed();
  private final Map<Severity, String> topics =
      Map.of(
          Severity.CRITICAL, "arn:critical",
          Severity.HIGH, "arn:high",
          Severity.MEDIUM, "arn:medium");
  private final Map<String, MetricAlarm> alarms = new LinkedHashMap<>();
  private final List<String> history = new ArrayList<>();
  private final Map<String, String> tags = new LinkedHashMap<>();
  private boolean tagsRefused;
  private boolean tagsLost;
  private @Nullable URI endpoint;

  AlarmsCheckTest() {
    deployed
        .alarms()
        .forEach(
            it ->
                alarms.put(
                    it.cloudWatchName("prod"), AsDeployed.alarm(it, deployed.settings(), topics)));
  }

  @Test
  void alarmsAsDefinedAreGreen() {
    assertThat(findings()).hasSize(4).allMatch(it -> it.level() == Level.OK);
  }

  @Test
  void aDeletedAlarmIsRed() {
    alarms.remove(RUNNERS);
    assertThat(red()).containsExactly(RUNNERS + ": there is no such alarm");
  }

  @Test
  void aDifferenceIsSaidWithBothValues() {
    changed(RUNNERS, it -> it.threshold(60.0), "Threshold is 60, the definition says 1");
    changed(
        RUNNERS, it -> it.datapointsToAlarm(2), "DatapointsToAlarm is 2, the definition says 3");
    changed(RUNNERS, it -> it.period(300), "Period is 300, the definition says 60");
    changed(RUNNERS, it -> it.dimensions(List.of()), "Dimensions is empty, the definition says {E");
    changed(RUNNERS, it -> it.actionsEnabled(false), "ActionsEnabled is false");
    changed(
        RUNNERS, it -> it.alarmActions(List.of()), "AlarmActions is empty, the definition says");
    changed(RUNNERS, it -> it.insufficientDataActions("arn:x"), "InsufficientDataActions is arn:x");
    changed(RUNNERS, it -> it.alarmDescription("mine"), "AlarmDescription is mine");
    changed(RUNNERS, it -> it.unit("Count"), "Unit is Count, the definition says empty");
    changed(
        RUNNERS,
        it -> it.evaluateLowSampleCountPercentile("ignore"),
        "EvaluateLowSampleCountPercentile is ignore, the definition says evaluate");
    changed(
        DOWN,
        it -> it.metrics(alarms.get(DOWN).metrics().subList(0, 2)),
        "Metrics.up.Expression is empty");
  }

  /** What PutMetricAlarm takes is everything that a deployed alarm can have. */
  static Stream<String> propertiesThatAwsTakes() {
    return PutMetricAlarmRequest.builder().build().sdkFields().stream()
        .map(SdkField::memberName)
        .filter(it -> !it.equals("ActionConfiguration")) // the stack adds it to all, or to none
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("propertiesThatAwsTakes")
  void aPropertyThatSomebodyChangedIsRed(String property) {
    AlarmProperty row = AlarmProperties.find(property).orElseThrow();
    if (row.isRefused() || property.equals("AlarmName")) {
      // An alarm of another name is another alarm.
      return;
    }
    if (property.equals("Tags")) {
      tags.put("severity", "low");
    } else if (property.equals("WarmUpConfiguration")) {
      alarms.put(DOWN, alarms.get(DOWN).toBuilder().warmUpConfiguration(it -> {}).build());
    } else {
      String alarm = property.equals("Metrics") ? DOWN : RUNNERS;
      alarms.put(alarm, withAnother(property, alarms.get(alarm)));
    }
    assertThat(red()).isNotEmpty().allMatch(it -> it.contains(": " + property));
  }

  private static MetricAlarm withAnother(String property, MetricAlarm alarm) {
    SdkField<?> field = alarm.sdkFieldNameToField().get(property);
    Object value = field.getValueOrDefault(alarm);
    MetricAlarm.Builder changed = alarm.toBuilder();
    if (value instanceof List<?> list) {
      field.set(changed, list.isEmpty() ? List.of("arn:another") : list.subList(1, list.size()));
    } else if (value instanceof Boolean truth) {
      field.set(changed, !truth);
    } else if (value instanceof Integer number) {
      field.set(changed, number + 1);
    } else if (value instanceof Double number) {
      field.set(changed, number + 1);
    } else {
      field.set(changed, "another");
    }
    return changed.build();
  }

  @Test
  void aTagThatTheDefinitionDoesNotNameIsNobodysFault() {
    tags.put("cost-centre", "42");
    assertThat(red()).isEmpty();
  }

  @Test
  void tagsThatCannotBeReadAreRedAndTheRestIsCompared() {
    tagsRefused = true;
    changed(RUNNERS, it -> it.threshold(60.0), "Threshold is 60", 5);
    assertThat(red())
        .hasSize(4)
        .allMatch(it -> it.contains("its tags cannot be read: CloudWatch: AccessDenied"));
    assertThat(findings())
        .filteredOn(it -> it.level() == Level.OK)
        .allMatch(
            it -> it.message().endsWith(", Tags") || it.message().endsWith("not compared: Tags"));
  }

  @Test
  void aLocalStackThatLosesTheTagsOfATemplateIsNotRed() {
    tagsLost = true;
    endpoint = URI.create("http://localhost:4566");
    assertThat(findings())
        .hasSize(4)
        .allMatch(it -> it.level() == Level.OK)
        .allMatch(
            it -> it.message().endsWith(", Tags") || it.message().endsWith("not compared: Tags"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "https://vpce-1a2b.monitoring.eu-west-1.vpce.amazonaws.com")
  void tagsThatAreMissingOnAwsAreRed(@Nullable URI aws) {
    tagsLost = true;
    endpoint = aws;
    assertThat(red()).contains(RUNNERS + ": Tags.severity is empty, the definition says critical");
  }

  @ParameterizedTest
  @ValueSource(strings = {"runwatch-prod-forgotten", "runwatch-prod-self-telemetry-dropped"})
  void anAlarmOfNoDefinitionIsAWarningUnlessItIsOfTheMonitoringItself(String name) {
    alarms.put(name, MetricAlarm.builder().alarmName(name).alarmArn("arn:" + name).build());
    assertThat(findings())
        .filteredOn(it -> it.level() == Level.WARN)
        .hasSize(name.contains("-self-") ? 0 : 1);
  }

  @Test
  void anAlarmWhoseExpressionCannotBeEvaluatedIsRed() {
    alarms.compute(
        DOWN,
        (name, it) ->
            it.toBuilder()
                .evaluationState(EvaluationState.EVALUATION_ERROR)
                .stateReason("Error in expression 'up'")
                .build());
    assertThat(red())
        .containsExactly(
            DOWN + ": cannot be evaluated (EVALUATION_ERROR): Error in expression 'up'");
  }

  /** The prefix of prod covers the names of prod-eu. */
  @Test
  void anAlarmOfProdEuIsNoStrangerOfProd() {
    String name = "runwatch-prod-eu-coordinator-down";
    alarms.put(name, MetricAlarm.builder().alarmName(name).alarmArn("arn:" + name).build());
    tags.put("environment", "prod-eu");
    assertThat(findings()).noneMatch(it -> it.subject().equals(name));
    tags.remove("environment");
    assertThat(findings()).anyMatch(it -> it.subject().equals(name));
  }

  @Test
  void anAlarmThatCouldNotActLatelyIsRed() {
    history.add("Failed to execute action arn:critical. Received error: no permission");
    history.add("Successfully executed action arn:critical");
    assertThat(red()).hasSize(4).allMatch(it -> it.contains("could not act at 2026-11-24T08:00"));
    history.remove(0);
    assertThat(red()).isEmpty();
  }

  private void changed(String alarm, UnaryOperator<MetricAlarm.Builder> change, String told) {
    changed(alarm, change, told, 1);
  }

  private void changed(
      String alarm, UnaryOperator<MetricAlarm.Builder> change, String told, int lines) {
    MetricAlarm right = alarms.get(alarm);
    alarms.put(alarm, change.apply(right.toBuilder()).build());
    assertThat(red()).as(told).hasSizeGreaterThanOrEqualTo(lines);
    assertThat(red()).anyMatch(it -> it.contains(told));
    alarms.put(alarm, right);
  }

  private List<String> red() {
    return findings().stream()
        .filter(it -> it.level() == Level.FAIL)
        .map(it -> it.subject() + ": " + it.message())
        .toList();
  }

  private List<Finding> findings() {
    Report report = new Report("prod");
    new AlarmsCheck(client(), deployed, AsDeployed.REGION, topics).run(report, NOW);
    return report.findings();
  }

  private static ExpectedEnvironment deployed() {
    List<AlarmDefinition> definitions =
        DefinitionLoader.loadAll(Repository.root().resolve("alarms"));
    EnvironmentSettings settings =
        EnvironmentSettings.load(
            Repository.root().resolve("infra/cdk/environments"),
            new Environment("prod"),
            definitions,
            Map.of());
    return new ExpectedEnvironment(settings, definitions.stream().map(settings::deployed).toList());
  }

  private CloudWatchClient client() {
    return new CloudWatchClient() {
      @Override
      public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
        return DescribeAlarmsResponse.builder().metricAlarms(alarms.values()).build();
      }

      @Override
      public DescribeAlarmsIterable describeAlarmsPaginator(DescribeAlarmsRequest request) {
        return new DescribeAlarmsIterable(this, request);
      }

      @Override
      public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        if (tagsRefused) {
          throw CloudWatchException.builder()
              .statusCode(403)
              .awsErrorDetails(
                  AwsErrorDetails.builder()
                      .serviceName("CloudWatch")
                      .errorCode("AccessDenied")
                      .errorMessage("no")
                      .build())
              .build();
        }
        if (tagsLost) {
          return ListTagsForResourceResponse.builder().build();
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put("environment", "prod");
        all.put("service", "runwatch");
        all.put("severity", request.resourceARN().replace("arn:", ""));
        all.put("aws:cloudformation:stack-name", "runwatch-prod");
        all.putAll(tags);
        return ListTagsForResourceResponse.builder()
            .tags(
                all.entrySet().stream()
                    .map(it -> Tag.builder().key(it.getKey()).value(it.getValue()).build())
                    .toList())
            .build();
      }

      @Override
      public DescribeAlarmHistoryResponse describeAlarmHistory(
          DescribeAlarmHistoryRequest request) {
        return DescribeAlarmHistoryResponse.builder()
            .alarmHistoryItems(
                history.stream()
                    .map(
                        it ->
                            AlarmHistoryItem.builder()
                                .historySummary(it)
                                .timestamp(NOW.minusSeconds(3600))
                                .build())
                    .toList())
            .build();
      }

      @Override
      public CloudWatchServiceClientConfiguration serviceClientConfiguration() {
        return CloudWatchServiceClientConfiguration.builder().endpointOverride(endpoint).build();
      }

      @Override
      public String serviceName() {
        return "cloudwatch";
      }

      @Override
      public void close() {}
    };
  }
}
