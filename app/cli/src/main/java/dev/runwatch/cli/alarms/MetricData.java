/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.backtest.History;
import dev.runwatch.alarms.definition.MetricStat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/**
 * Reads metrics by GetMetricData, one metric in each query. Expressions are evaluated here, because
 * LocalStack answers them with an error.
 */
final class MetricData {

  /** A request for each day of minutes, and a pause after each, to stay below the API's limits. */
  private static final int PERIODS_A_REQUEST = 1_440;

  private static final Duration REST = Duration.ofMillis(50);

  private final CloudWatchClient client;

  MetricData(CloudWatchClient client) {
    this.client = client;
  }

  /** Receives the progress. */
  @FunctionalInterface
  interface Progress {
    void at(int done, int all, long points);
  }

  /** Reads the metrics over a time. */
  History read(
      Collection<MetricStat> stats, Instant from, Instant to, Duration unit, Progress progress) {
    History history = new History(from, to, unit);
    Duration chunk = unit.multipliedBy(PERIODS_A_REQUEST);
    int all =
        (int)
            Math.max(
                1,
                (Duration.between(from, to).toMillis() + chunk.toMillis() - 1) / chunk.toMillis());
    long points = 0;
    for (int i = 0; i < all; i++) {
      Instant begin = from.plus(chunk.multipliedBy(i));
      Instant end = begin.plus(chunk).isBefore(to) ? begin.plus(chunk) : to;
      points += read(List.copyOf(stats), begin, end, unit, history);
      progress.at(i + 1, all, points);
      if (i + 1 < all) {
        rest();
      }
    }
    return history;
  }

  private long read(
      List<MetricStat> stats, Instant from, Instant to, Duration unit, History history) {
    List<MetricDataQuery> queries = new ArrayList<>();
    for (int i = 0; i < stats.size(); i++) {
      queries.add(query("m" + i, stats.get(i), unit));
    }
    long points = 0;
    String token = null;
    do {
      GetMetricDataResponse response = page(queries, from, to, token);
      for (MetricDataResult result : response.metricDataResults()) {
        MetricStat stat = stats.get(Integer.parseInt(result.id().substring(1)));
        for (int i = 0; i < result.timestamps().size(); i++) {
          history.add(stat, result.timestamps().get(i), result.values().get(i));
          points++;
        }
      }
      token = response.nextToken();
    } while (token != null && !token.isEmpty());
    return points;
  }

  private GetMetricDataResponse page(
      List<MetricDataQuery> queries, Instant from, Instant to, @Nullable String token) {
    GetMetricDataRequest.Builder request =
        GetMetricDataRequest.builder()
            .metricDataQueries(queries)
            .startTime(from)
            .endTime(to)
            .scanBy(ScanBy.TIMESTAMP_ASCENDING);
    if (token != null) {
      request.nextToken(token);
    }
    return client.getMetricData(request.build());
  }

  private static MetricDataQuery query(String id, MetricStat stat, Duration unit) {
    List<Dimension> dimensions = new ArrayList<>();
    stat.dimensions()
        .forEach(
            (name, value) -> dimensions.add(Dimension.builder().name(name).value(value).build()));
    return MetricDataQuery.builder()
        .id(id)
        .returnData(true)
        .metricStat(
            software.amazon.awssdk.services.cloudwatch.model.MetricStat.builder()
                .metric(
                    Metric.builder()
                        .namespace(stat.namespace())
                        .metricName(stat.name())
                        .dimensions(dimensions)
                        .build())
                .period((int) unit.toSeconds())
                .stat(stat.statistic().name())
                .unit(stat.unit())
                .build())
        .build();
  }

  private static void rest() {
    try {
      Thread.sleep(REST.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InputException("interrupted");
    }
  }
}
