/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmDefinitionBuilder;
import dev.runwatch.alarms.definition.ComparisonOperator;
import dev.runwatch.alarms.definition.MetricQuery;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Rule;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.definition.TreatMissingData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/** An alarm as DescribeAlarms tells it, turned into a definition. */
final class DescribedAlarm {

  private DescribedAlarm() {}

  /**
   * The definition of a described alarm, without a warm-up, which DescribeAlarms need not tell.
   *
   * @throws IllegalArgumentException if it is of a kind that is not evaluated here
   */
  static AlarmDefinition definition(MetricAlarm alarm) {
    AlarmDefinitionBuilder builder =
        AlarmDefinition.builder(alarm.alarmName()).alarmDescription(alarm.alarmDescription());
    if (alarm.hasMetrics()) {
      builder.metrics(alarm.metrics().stream().map(DescribedAlarm::query).toList());
    } else {
      String statistic =
          alarm.extendedStatistic() == null ? alarm.statisticAsString() : alarm.extendedStatistic();
      builder.metric(
          stat(
              alarm.namespace(),
              alarm.metricName(),
              alarm.dimensions(),
              statistic,
              alarm.period(),
              alarm.unitAsString()));
    }
    int n = alarm.evaluationPeriods();
    Rule rule =
        new Rule(
            n,
            alarm.datapointsToAlarm() == null ? n : alarm.datapointsToAlarm(),
            alarm.threshold(),
            operator(alarm.comparisonOperatorAsString()),
            treatment(alarm.treatMissingData()),
            !"ignore".equals(alarm.evaluateLowSampleCountPercentile()));
    return builder.rule(rule).build();
  }

  private static MetricQuery query(MetricDataQuery query) {
    boolean returned = query.returnData() == null || query.returnData();
    if (query.metricStat() == null) {
      return MetricQuery.ofExpression(query.id(), query.expression())
          .withLabel(query.label())
          .withReturnData(returned);
    }
    MetricStat stat =
        stat(
            query.metricStat().metric().namespace(),
            query.metricStat().metric().metricName(),
            query.metricStat().metric().dimensions(),
            query.metricStat().stat(),
            query.metricStat().period(),
            query.metricStat().unitAsString());
    return MetricQuery.ofMetric(query.id(), stat).withLabel(query.label()).withReturnData(returned);
  }

  private static MetricStat stat(
      String namespace,
      String name,
      List<Dimension> dimensions,
      String statistic,
      Integer period,
      @Nullable String unit) {
    Map<String, String> pairs = new TreeMap<>();
    dimensions.forEach(dimension -> pairs.put(dimension.name(), dimension.value()));
    return new MetricStat(
        namespace, name, pairs, new Statistic(statistic), Duration.ofSeconds(period), unit);
  }

  private static ComparisonOperator operator(String word) {
    for (ComparisonOperator operator : ComparisonOperator.values()) {
      if (operator.word().equals(word)) {
        return operator;
      }
    }
    throw new IllegalArgumentException(word + " is not evaluated here");
  }

  private static TreatMissingData treatment(@Nullable String word) {
    for (TreatMissingData treatment : TreatMissingData.values()) {
      if (treatment.word().equals(word)) {
        return treatment;
      }
    }
    return TreatMissingData.MISSING;
  }
}
