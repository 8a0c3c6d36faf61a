/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricQuery;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.alarms.definition.WarmUp;
import dev.runwatch.environments.EnvironmentSettings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.DimensionProperty;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.MetricDataQueryProperty;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.MetricProperty;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.MetricStatProperty;
import software.constructs.Construct;

/**
 * A definition as the resource it describes, property by property. The higher constructs of CDK
 * would change what the file says: a MathExpression without a period overrides those of its
 * metrics.
 */
final class AlarmResource {

  private AlarmResource() {}

  static CfnAlarm make(
      Construct scope, AlarmDefinition definition, EnvironmentSettings settings, Topics topics) {
    String topic = topics.arn(definition.severity());
    CfnAlarm.Builder alarm =
        CfnAlarm.Builder.create(scope, "Alarm-" + definition.name())
            .alarmName(definition.cloudWatchName(settings.name().name()))
            .alarmDescription(settings.description(definition))
            .comparisonOperator(definition.rule().operator().word())
            .threshold(definition.rule().threshold())
            .evaluationPeriods(definition.rule().evaluationPeriods())
            .datapointsToAlarm(definition.rule().datapointsToAlarm())
            .treatMissingData(definition.rule().treatMissingData().word())
            .actionsEnabled(true)
            .alarmActions(List.of(topic))
            .okActions(List.of(topic));
    if (definition.metric().isPresent()) {
      plain(alarm, definition.metric().get());
    } else {
      alarm.metrics(definition.metrics().stream().map(AlarmResource::query).toList());
      // For an expression it is the only sign that it broke.
      alarm.insufficientDataActions(List.of(topics.arn(Severity.MEDIUM)));
    }
    CfnAlarm made = alarm.build();
    Tags.of(made).add("severity", definition.severity().word());
    if (definition.warmUp() != null) {
      addTo(made, definition.warmUp());
    }
    return made;
  }

  private static void plain(CfnAlarm.Builder alarm, MetricStat stat) {
    alarm
        .namespace(stat.namespace())
        .metricName(stat.name())
        .dimensions(dimensions(stat))
        .period(stat.period().toSeconds());
    if (stat.unit() != null) {
      alarm.unit(stat.unit());
    }
    if (stat.statistic().isExtended()) {
      alarm.extendedStatistic(stat.statistic().name());
    } else {
      alarm.statistic(stat.statistic().name());
    }
  }

  private static MetricDataQueryProperty query(MetricQuery query) {
    MetricDataQueryProperty.Builder property =
        MetricDataQueryProperty.builder().id(query.id()).returnData(query.returnData());
    if (query.expression() != null) {
      property.expression(query.expression());
    }
    if (query.label() != null) {
      property.label(query.label());
    }
    MetricStat stat = query.stat();
    if (stat != null) {
      property.metricStat(
          MetricStatProperty.builder()
              .metric(
                  MetricProperty.builder()
                      .namespace(stat.namespace())
                      .metricName(stat.name())
                      .dimensions(dimensions(stat))
                      .build())
              .stat(stat.statistic().name())
              .period(stat.period().toSeconds())
              .build());
    }
    return property.build();
  }

  private static List<DimensionProperty> dimensions(MetricStat stat) {
    return stat.dimensions().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(it -> DimensionProperty.builder().name(it.getKey()).value(it.getValue()).build())
        .toList();
  }

  /** CloudFormation knows it; this release of CDK does not yet, and warns of it. */
  private static void addTo(CfnAlarm alarm, WarmUp warmUp) {
    Validations.of(alarm)
        .acknowledge(
            Acknowledgment.builder()
                .id("CloudFormation-Validate::F3002")
                .reason("WarmUpConfiguration is newer than the schema that CDK brings along.")
                .build());
    alarm.addPropertyOverride(
        "WarmUpConfiguration.WarmUpPeriodDurationInMinutes", warmUp.period().toMinutes());
    if (warmUp.onlyAfter()) {
      alarm.addPropertyOverride(
          "WarmUpConfiguration.OnlyStartEvaluatingAfterWarmUpPeriodEnds", true);
    }
  }
}
