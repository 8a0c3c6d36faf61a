/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.board;

import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.evaluation.Series;
import dev.runwatch.alarms.evaluation.SeriesSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/** The data of alarms, read through {@code GetMetricData}; a read waits for the answer. */
public final class ClientSeries implements SeriesSource {

  private final CloudWatchAsyncClient cloudWatch;

  /** The data of an account, or of an embedded CloudWatch. */
  public ClientSeries(CloudWatchAsyncClient cloudWatch) {
    this.cloudWatch = cloudWatch;
  }

  @Override
  public Series read(MetricStat stat, Instant from, Instant to) {
    GetMetricDataResponse response =
        cloudWatch
            .getMetricData(
                GetMetricDataRequest.builder()
                    .metricDataQueries(query(stat))
                    .startTime(from)
                    .endTime(to)
                    .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                    .build())
            .join();
    long period = stat.period().toMillis();
    double[] values = new double[(int) (Duration.between(from, to).toMillis() / period)];
    Arrays.fill(values, Double.NaN);
    for (MetricDataResult result : response.metricDataResults()) {
      for (int i = 0; i < result.timestamps().size(); i++) {
        long index = Duration.between(from, result.timestamps().get(i)).toMillis() / period;
        if (index >= 0 && index < values.length) {
          values[(int) index] = result.values().get(i);
        }
      }
    }
    return Series.of(from, stat.period(), values);
  }

  private static MetricDataQuery query(MetricStat stat) {
    return MetricDataQuery.builder()
        .id("m")
        .metricStat(
            software.amazon.awssdk.services.cloudwatch.model.MetricStat.builder()
                .metric(
                    Metric.builder()
                        .namespace(stat.namespace())
                        .metricName(stat.name())
                        .dimensions(
                            stat.dimensions().entrySet().stream()
                                .map(
                                    it ->
                                        Dimension.builder()
                                            .name(it.getKey())
                                            .value(it.getValue())
                                            .build())
                                .toList())
                        .build())
                .stat(stat.statistic().name())
                .period((int) stat.period().toSeconds())
                .unit(stat.unit())
                .build())
        .build();
  }
}
