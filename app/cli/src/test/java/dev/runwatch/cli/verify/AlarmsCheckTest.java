/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.cli.verify.Finding.Level;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.environments.ExpectedEnvironment;
import dev.runwatch.metrics.Environment;
import dev.runwatch.testing.Repository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.paginators.DescribeAlarmsIterable;

final class AlarmsCheckTest {

  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
  private static final String QUEUE = "runwatch-prod-queue-backing-up";
  private static final String DOWN = "runwatch-prod-coordinator-down";

  private final ExpectedEnvironment deployed = deployed();
  private final Map<Severity, String> topics =
      Map.of(
          Severity.CRITICAL, "arn:critical",
          Severity.HIGH, "arn:high",
          Severity.MEDIUM, "arn:medium");
  private final Map<String, MetricAlarm> alarms = new LinkedHashMap<>();
  private final List<String> history = new ArrayList<>();

  AlarmsCheckTest() {
    deployed.alarms().forEach(it -> alarms.put(it.cloudWatchName("prod"), asDeployed(it)));
  }

  @Test
  void alarmsAsDefinedAreGreen() {
    assertThat(findings()).hasSize(4).allMatch(it -> it.level() == Level.OK);
  }

  @Test
  void aDeletedAlarmIsRed() {
    alarms.remove(QUEUE);
    assertThat(red()).containsExactly(QUEUE + ": there is no such alarm");
  }

  @Test
  void everyPropertyIsCompared() {
    changed(QUEUE, it -> it.threshold(60.0), "Threshold is 60, the definition says 50");
    changed(QUEUE, it -> it.evaluationPeriods(9), "EvaluationPeriods is 9, the definition says 10");
    changed(QUEUE, it -> it.datapointsToAlarm(3), "DatapointsToAlarm is 3, the definition says 8");
    changed(QUEUE, it -> it.period(300), "Period is 300, the definition says 60");
    changed(QUEUE, it -> it.statistic("Sum"), "Statistic is Sum, the definition says Maximum");
    changed(QUEUE, it -> it.metricName("other"), "MetricName is other");
    changed(QUEUE, it -> it.namespace("Other"), "Namespace is Other");
    changed(QUEUE, it -> it.dimensions(List.of()), "Dimensions is {}, the definition says {Envir");
    changed(QUEUE, it -> it.treatMissingData("ignore"), "TreatMissingData is ignore");
    changed(
        QUEUE, it -> it.comparisonOperator("LessThanThreshold"), "ComparisonOperator is LessThan");
    changed(QUEUE, it -> it.actionsEnabled(false), "ActionsEnabled is false");
    changed(QUEUE, it -> it.alarmActions(List.of()), "AlarmActions is empty, the definition says");
    changed(QUEUE, it -> it.okActions("arn:else"), "OKActions is arn:else");
    changed(QUEUE, it -> it.insufficientDataActions("arn:x"), "InsufficientDataActions is arn:x");
    changed(QUEUE, it -> it.alarmDescription("mine"), "AlarmDescription is mine");
    changed(
        DOWN,
        it -> it.metrics(alarms.get(DOWN).metrics().subList(0, 2)),
        "Metrics.up.Expression is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"runwatch-prod-forgotten", "runwatch-prod-self-telemetry-dropped"})
  void anAlarmOfNoDefinitionIsAWarningUnlessItIsOfTheMonitoringItself(String name) {
    alarms.put(name, MetricAlarm.builder().alarmName(name).build());
    assertThat(findings())
        .filteredOn(it -> it.level() == Level.WARN)
        .hasSize(name.contains("-self-") ? 0 : 1);
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
    MetricAlarm right = alarms.get(alarm);
    alarms.put(alarm, change.apply(right.toBuilder()).build());
    assertThat(red()).as(told).isNotEmpty().allMatch(it -> it.startsWith(alarm + ": "));
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
    new AlarmsCheck(client(), deployed, topics).run(report, NOW);
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

  private MetricAlarm asDeployed(AlarmDefinition definition) {
    String topic = topics.get(definition.severity());
    MetricAlarm.Builder alarm =
        MetricAlarm.builder()
            .alarmName(definition.cloudWatchName("prod"))
            .alarmDescription(deployed.settings().description(definition))
            .actionsEnabled(true)
            .alarmActions(topic)
            .okActions(topic)
            .comparisonOperator(definition.rule().operator().word())
            .threshold(definition.rule().threshold())
            .evaluationPeriods(definition.rule().evaluationPeriods())
            .datapointsToAlarm(definition.rule().datapointsToAlarm())
            .treatMissingData(definition.rule().treatMissingData().word())
            .stateValue("OK");
    if (definition.metric().isPresent()) {
      MetricStat stat = definition.metric().get();
      return alarm
          .namespace(stat.namespace())
          .metricName(stat.name())
          .dimensions(dimensions(stat))
          .period((int) stat.period().toSeconds())
          .statistic(stat.statistic().name())
          .build();
    }
    List<MetricDataQuery> queries = new ArrayList<>();
    definition
        .metrics()
        .forEach(
            query -> {
              MetricDataQuery.Builder made =
                  MetricDataQuery.builder()
                      .id(query.id())
                      .expression(query.expression())
                      .returnData(query.returnData());
              MetricStat stat = query.stat();
              if (stat != null) {
                made.metricStat(
                    it ->
                        it.stat(stat.statistic().name())
                            .period((int) stat.period().toSeconds())
                            .metric(
                                metric ->
                                    metric
                                        .namespace(stat.namespace())
                                        .metricName(stat.name())
                                        .dimensions(dimensions(stat))));
              }
              queries.add(made.build());
            });
    return alarm.metrics(queries).insufficientDataActions("arn:medium").build();
  }

  private static List<Dimension> dimensions(MetricStat stat) {
    return stat.dimensions().entrySet().stream()
        .map(it -> Dimension.builder().name(it.getKey()).value(it.getValue()).build())
        .toList();
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
      public String serviceName() {
        return "cloudwatch";
      }

      @Override
      public void close() {}
    };
  }
}
