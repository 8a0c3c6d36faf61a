/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmProperties;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.evaluation.AlarmMonitor;
import dev.runwatch.alarms.evaluation.Assumptions;
import dev.runwatch.alarms.evaluation.Series;
import dev.runwatch.alarms.yaml.Faults;
import dev.runwatch.alarms.yaml.Node;
import dev.runwatch.cli.account.DescribedProperties;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.paginators.DescribeAlarmHistoryIterable;

/** CloudWatch under some assumptions, in a time of its own, which passes only while one waits. */
final class SimulatedCloudWatch implements CloudWatchClient, Timeline {

  final List<PutMetricAlarmRequest> made = new ArrayList<>();
  final Map<String, AlarmMonitor> alarms = new LinkedHashMap<>();
  Duration interruptAfter = Duration.ofDays(1);

  private final Assumptions assumptions;
  private final Duration phase;
  private final Instant begin = Instant.parse("2026-11-24T08:00:20Z");
  private final Map<String, Set<Instant>> data = new HashMap<>();
  private final Map<String, List<AlarmHistoryItem>> history = new HashMap<>();
  private Instant now = begin;

  /**
   * @param phase how long after the end of a minute it is evaluated
   */
  SimulatedCloudWatch(Assumptions assumptions, Duration phase) {
    this.assumptions = assumptions;
    this.phase = phase;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void until(Instant then) {
    if (then.isAfter(begin.plus(interruptAfter))) {
      throw new InterruptedConformanceException();
    }
    while (now.isBefore(then)) {
      now = now.plusSeconds(1);
      if (now.truncatedTo(ChronoUnit.MINUTES).plus(phase).equals(now)) {
        alarms.forEach(this::evaluate);
      }
    }
  }

  private void evaluate(String name, AlarmMonitor alarm) {
    alarm
        .evaluate(this::read, now)
        .ifPresent(
            change ->
                history
                    .computeIfAbsent(name, it -> new ArrayList<>())
                    .add(
                        AlarmHistoryItem.builder()
                            .timestamp(now)
                            .historyData("{\"newState\":{\"stateValue\":\"" + change.to() + "\"}}")
                            .build()));
  }

  private Series read(MetricStat stat, Instant from, Instant to) {
    int size = (int) Duration.between(from, to).dividedBy(stat.period());
    double[] points = new double[size];
    Arrays.fill(points, Double.NaN);
    for (Instant minute : data.getOrDefault(stat.name(), Set.of())) {
      if (!minute.isBefore(from) && minute.isBefore(to)) {
        points[(int) Duration.between(from, minute).dividedBy(stat.period())] = 1;
      }
    }
    return Series.of(from, stat.period(), points);
  }

  @Override
  public PutMetricAlarmResponse putMetricAlarm(PutMetricAlarmRequest request) {
    made.add(request);
    alarms.put(
        request.alarmName(),
        new AlarmMonitor(definition(request), now, AlarmState.INSUFFICIENT_DATA, assumptions));
    return PutMetricAlarmResponse.builder().build();
  }

  private static AlarmDefinition definition(PutMetricAlarmRequest request) {
    MetricAlarm alarm =
        MetricAlarm.builder()
            .alarmName(request.alarmName())
            .namespace(request.namespace())
            .metricName(request.metricName())
            .statistic(request.statistic())
            .period(request.period())
            .metrics(request.metrics())
            .evaluationPeriods(request.evaluationPeriods())
            .datapointsToAlarm(request.datapointsToAlarm())
            .comparisonOperator(request.comparisonOperator())
            .threshold(request.threshold())
            .treatMissingData(request.treatMissingData())
            .warmUpConfiguration(request.warmUpConfiguration())
            .build();
    Map<String, Object> properties = new TreeMap<>(DescribedProperties.of(alarm));
    properties.keySet().removeIf(name -> AlarmProperties.find(name).isEmpty());
    Faults faults = new Faults(request.alarmName());
    return DefinitionLoader.readAny(request.alarmName(), Node.of(properties), faults)
        .orElseThrow(() -> new AssertionError(faults.all()));
  }

  @Override
  public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
    request
        .metricData()
        .forEach(
            it ->
                data.computeIfAbsent(it.metricName(), metric -> new TreeSet<>())
                    .add(it.timestamp()));
    return PutMetricDataResponse.builder().build();
  }

  @Override
  public DeleteAlarmsResponse deleteAlarms(DeleteAlarmsRequest request) {
    request.alarmNames().forEach(alarms::remove);
    return DeleteAlarmsResponse.builder().build();
  }

  @Override
  public DescribeAlarmHistoryResponse describeAlarmHistory(DescribeAlarmHistoryRequest request) {
    return DescribeAlarmHistoryResponse.builder()
        .alarmHistoryItems(history.getOrDefault(request.alarmName(), List.of()))
        .build();
  }

  @Override
  public DescribeAlarmHistoryIterable describeAlarmHistoryPaginator(
      DescribeAlarmHistoryRequest request) {
    return new DescribeAlarmHistoryIterable(this, request);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
