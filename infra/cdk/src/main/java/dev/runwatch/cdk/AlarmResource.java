/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.AlarmDefinition;
import dev.runwatch.alarms.MetricQuery;
import dev.runwatch.alarms.MetricStat;
import dev.runwatch.alarms.Severity;
import dev.runwatch.alarms.WarmUp;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.DimensionProperty;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.MetricDataQueryProperty;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.MetricProperty;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.MetricStatProperty;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/**
 * A definition as the resource it describes, property by property. The higher constructs of CDK
 * would change what the file says: a MathExpression without a period overrides those of its
 * metrics.
 */
final class AlarmResource {

  private AlarmResource() {}

  static CfnAlarm make(
      Construct scope,
      AlarmDefinition definition,
      String environment,
      Map<Severity, Topic> topics) {
    Topic topic = topic(topics, definition.severity());
    CfnAlarm.Builder alarm =
        CfnAlarm.Builder.create(scope, "Alarm-" + definition.name())
            .alarmName(definition.cloudWatchName(environment))
            .alarmDescription(definition.description())
            .comparisonOperator(definition.comparisonOperator().word())
            .threshold(definition.threshold())
            .evaluationPeriods(definition.evaluationPeriods())
            .datapointsToAlarm(definition.datapointsToAlarm())
            .treatMissingData(definition.treatMissingData().word())
            .actionsEnabled(true)
            .alarmActions(List.of(topic.getTopicArn()))
            .okActions(List.of(topic.getTopicArn()));
    if (definition.metric().isPresent()) {
      plain(alarm, definition.metric().get());
    } else {
      alarm.metrics(definition.metrics().stream().map(AlarmResource::query).toList());
      // For an expression it is the only sign that it broke.
      alarm.insufficientDataActions(List.of(topic(topics, Severity.MEDIUM).getTopicArn()));
    }
    CfnAlarm made = alarm.build();
    definition.warmUpConfiguration().ifPresent(warmUp -> addTo(made, warmUp));
    return made;
  }

  private static Topic topic(Map<Severity, Topic> topics, Severity severity) {
    Topic topic = topics.get(severity);
    if (topic == null) {
      throw new IllegalStateException("there is no topic for " + severity.word());
    }
    return topic;
  }

  private static void plain(CfnAlarm.Builder alarm, MetricStat stat) {
    alarm
        .namespace(stat.namespace())
        .metricName(stat.name())
        .dimensions(dimensions(stat))
        .period(stat.period().toSeconds());
    stat.onlyUnit().ifPresent(alarm::unit);
    if (stat.statistic().isExtended()) {
      alarm.extendedStatistic(stat.statistic().name());
    } else {
      alarm.statistic(stat.statistic().name());
    }
  }

  private static MetricDataQueryProperty query(MetricQuery query) {
    MetricDataQueryProperty.Builder property =
        MetricDataQueryProperty.builder().id(query.id()).returnData(query.returnData());
    query.formula().ifPresent(property::expression);
    String label = query.label();
    if (label != null) {
      property.label(label);
    }
    query
        .metric()
        .ifPresent(
            stat ->
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
                        .build()));
    return property.build();
  }

  private static List<DimensionProperty> dimensions(MetricStat stat) {
    return stat.dimensions().entrySet().stream()
        .map(it -> DimensionProperty.builder().name(it.getKey()).value(it.getValue()).build())
        .toList();
  }

  /** CloudFormation knows it; this release of CDK does not yet. */
  private static void addTo(CfnAlarm alarm, WarmUp warmUp) {
    alarm.addPropertyOverride(
        "WarmUpConfiguration.WarmUpPeriodDurationInMinutes", warmUp.period().toMinutes());
    if (warmUp.onlyAfter()) {
      alarm.addPropertyOverride(
          "WarmUpConfiguration.OnlyStartEvaluatingAfterWarmUpPeriodEnds", true);
    }
  }
}
