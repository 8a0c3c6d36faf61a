/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/**
 * The temporary alarms. None has an action.
 *
 * @param prefix what their names begin with; no environment's alarm has it
 * @param namespace of their metrics
 */
record ProbeAlarms(String prefix, String namespace) {

  /** A metric whose data stop. */
  static final String STEADY = "steady";

  /** A metric whose data come as late as those of Runwatch's publishers at most. */
  static final String PROMPT = "prompt";

  static final Duration PROMPT_DELAY = Duration.ofSeconds(10);

  /** A metric whose data come after their minute is evaluated, and before the next evaluation. */
  static final String LATE = "late";

  static final Duration LATE_DELAY = Duration.ofSeconds(50);

  static final Duration WARM_UP = Duration.ofMinutes(10);

  static final String ONE = "range-1";
  static final String THREE = "range-3";
  static final String FILLED = "filled";
  static final String ABSENT = "absent";
  static final String WARMING = "warming";
  static final String PROMPTLY = "promptly";
  static final String BELATED = "belated";

  private static final int PERIOD = 60;

  List<PutMetricAlarmRequest> all() {
    return List.of(
        present(ONE, 1),
        present(THREE, 3),
        filled(FILLED, STEADY, 1).build(),
        filled(ABSENT, "never", 1).build(),
        filled(WARMING, "never", 1)
            .warmUpConfiguration(it -> it.warmUpPeriodDurationInMinutes((int) WARM_UP.toMinutes()))
            .build(),
        filled(PROMPTLY, PROMPT, 1).build(),
        filled(BELATED, LATE, 2).build());
  }

  /** The part of a name that tells the alarms apart. */
  String suffix(String name) {
    return name.substring(prefix.length());
  }

  /** In ALARM while it has data, in INSUFFICIENT_DATA once its range is empty. */
  private PutMetricAlarmRequest present(String suffix, int periods) {
    return alarm(suffix, periods)
        .namespace(namespace)
        .metricName(STEADY)
        .statistic(Statistic.MAXIMUM)
        .period(PERIOD)
        .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
        .threshold(0.0)
        .build();
  }

  /** In ALARM while so many of the newest minutes are missing. */
  private PutMetricAlarmRequest.Builder filled(String suffix, String metric, int periods) {
    return alarm(suffix, periods)
        .comparisonOperator(ComparisonOperator.LESS_THAN_THRESHOLD)
        .threshold(1.0)
        .metrics(
            MetricDataQuery.builder()
                .id("m")
                .metricStat(
                    it ->
                        it.metric(Metric.builder().namespace(namespace).metricName(metric).build())
                            .stat("Maximum")
                            .period(PERIOD))
                .returnData(false)
                .build(),
            MetricDataQuery.builder()
                .id("filled")
                .expression("FILL(m, 0)")
                .returnData(true)
                .build());
  }

  private PutMetricAlarmRequest.Builder alarm(String suffix, int periods) {
    return PutMetricAlarmRequest.builder()
        .alarmName(prefix + suffix)
        .alarmDescription("Temporary, of runwatch conformance; it may be deleted.")
        .actionsEnabled(false)
        .evaluationPeriods(periods)
        .datapointsToAlarm(periods)
        .treatMissingData("missing");
  }
}
