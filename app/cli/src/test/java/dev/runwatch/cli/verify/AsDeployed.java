/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.alarms.definition.WarmUp;
import dev.runwatch.environments.EnvironmentSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/** Alarms as their deployment makes them. */
final class AsDeployed {

  static final String REGION = "eu-west-1";

  private AsDeployed() {}

  /** The alarm as CloudWatch describes it after the deployment. */
  static MetricAlarm alarm(
      AlarmDefinition definition, EnvironmentSettings settings, Map<Severity, String> topics) {
    String topic = topics.get(definition.severity());
    MetricAlarm.Builder alarm =
        MetricAlarm.builder()
            .alarmName(definition.cloudWatchName("prod"))
            .alarmArn("arn:" + definition.severity().word())
            .alarmDescription(
                settings.description(definition, settings.dashboardUrl(REGION, REGION)))
            .actionsEnabled(true)
            .alarmActions(topic)
            .okActions(topic)
            .comparisonOperator(definition.rule().operator().word())
            .threshold(definition.rule().threshold())
            .evaluationPeriods(definition.rule().evaluationPeriods())
            .datapointsToAlarm(definition.rule().datapointsToAlarm())
            .treatMissingData(definition.rule().treatMissingData().word())
            .stateValue("OK");
    WarmUp warmUp = definition.warmUp();
    if (warmUp != null) {
      alarm.warmUpConfiguration(
          it -> it.warmUpPeriodDurationInMinutes((int) warmUp.period().toMinutes()));
    }
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
                      .label(query.label())
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
    return alarm.metrics(queries).insufficientDataActions(topics.get(Severity.MEDIUM)).build();
  }

  private static List<Dimension> dimensions(MetricStat stat) {
    return stat.dimensions().entrySet().stream()
        .map(it -> Dimension.builder().name(it.getKey()).value(it.getValue()).build())
        .toList();
  }
}
