/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.metrics;

import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.evaluation.Series;
import dev.runwatch.alarms.math.MathContext;
import dev.runwatch.alarms.math.MathException;
import dev.runwatch.alarms.math.MathExpression;
import dev.runwatch.alarms.math.Range;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** The operations on metrics, against the store. */
public final class RequestHandler {

  private static final int MAX_POINTS = 100_800;

  private final MetricStore store;
  private final InstantSource clock;

  public RequestHandler(MetricStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** PutMetricData. */
  public PutMetricDataResponse put(PutMetricDataRequest request) {
    Instant now = clock.instant();
    String fault = DatumValidator.fault(request, now);
    if (fault != null) {
      throw invalid(fault);
    }
    for (MetricDatum datum : request.metricData()) {
      Map<String, String> dimensions = new HashMap<>();
      for (Dimension dimension : datum.dimensions()) {
        dimensions.put(dimension.name(), dimension.value());
      }
      StandardUnit unit = datum.unit() == null ? StandardUnit.NONE : datum.unit();
      MetricKey key =
          new MetricKey(request.namespace(), datum.metricName(), dimensions, unit.toString());
      Instant time = datum.timestamp() == null ? now : datum.timestamp();
      store.put(key, time, distribution -> add(datum, distribution));
    }
    return PutMetricDataResponse.builder().build();
  }

  private static void add(MetricDatum datum, Distribution distribution) {
    if (datum.value() != null) {
      distribution.add(datum.value(), 1);
    }
    for (int i = 0; i < datum.values().size(); i++) {
      distribution.add(datum.values().get(i), datum.counts().isEmpty() ? 1 : datum.counts().get(i));
    }
    var statistics = datum.statisticValues();
    if (statistics != null) {
      distribution.addSummary(
          statistics.sum(), statistics.sampleCount(), statistics.minimum(), statistics.maximum());
    }
  }

  /** GetMetricData; answers everything in one page. */
  public GetMetricDataResponse get(GetMetricDataRequest request) {
    Instant from = request.startTime();
    Instant to = request.endTime();
    if (from == null || to == null || !from.isBefore(to)) {
      throw invalid("StartTime must be before EndTime.");
    }
    Map<String, Series> legs = new HashMap<>();
    Duration period = store.minute();
    for (MetricDataQuery query : request.metricDataQueries()) {
      if (query.metricStat() != null) {
        MetricStat stat = stat(query.metricStat());
        period = stat.period();
        legs.put(query.id(), store.read(stat, from, end(from, to, period)));
      }
    }
    MathContext math = new MathContext(new Range(from, period, size(from, to, period)));
    legs.forEach((id, series) -> math.metric(id, series.values()));
    List<MetricDataResult> results = new ArrayList<>();
    try {
      for (MetricDataQuery query : request.metricDataQueries()) {
        if (query.expression() != null) {
          math.expression(query.id(), MathExpression.parse(query.expression()));
        }
      }
      for (MetricDataQuery query : request.metricDataQueries()) {
        if (query.returnData() == null || query.returnData()) {
          Series leg = legs.get(query.id());
          double[] values =
              leg == null
                  ? math.evaluateToSeries(MathExpression.parse(query.expression()))
                  : leg.values();
          results.add(result(query, from, period, values, request.scanByAsString()));
        }
      }
    } catch (MathException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
    return GetMetricDataResponse.builder().metricDataResults(results).build();
  }

  private static MetricDataResult result(
      MetricDataQuery query,
      Instant from,
      Duration period,
      double[] values,
      @Nullable String scanBy) {
    List<Instant> times = new ArrayList<>();
    List<Double> found = new ArrayList<>();
    boolean ascending = "TimestampAscending".equals(scanBy);
    for (int i = 0; i < values.length; i++) {
      int at = ascending ? i : values.length - 1 - i;
      if (!Double.isNaN(values[at])) {
        times.add(from.plus(period.multipliedBy(at)));
        found.add(values[at]);
      }
    }
    return MetricDataResult.builder()
        .id(query.id())
        .label(query.label() == null ? query.id() : query.label())
        .timestamps(times)
        .values(found)
        .statusCode(StatusCode.COMPLETE)
        .build();
  }

  private MetricStat stat(software.amazon.awssdk.services.cloudwatch.model.MetricStat asked) {
    Map<String, String> dimensions = new HashMap<>();
    asked.metric().dimensions().forEach(it -> dimensions.put(it.name(), it.value()));
    try {
      return new MetricStat(
          asked.metric().namespace(),
          asked.metric().metricName(),
          dimensions,
          new Statistic(asked.stat()),
          Duration.ofSeconds(asked.period()),
          asked.unitAsString());
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private static Instant end(Instant from, Instant to, Duration period) {
    return from.plus(period.multipliedBy(size(from, to, period)));
  }

  private static int size(Instant from, Instant to, Duration period) {
    long millis = Duration.between(from, to).toMillis();
    long size = (millis + period.toMillis() - 1) / period.toMillis();
    if (size > MAX_POINTS) {
      throw invalid("more than " + MAX_POINTS + " data points are asked for.");
    }
    return (int) size;
  }

  /** ListMetrics; answers everything in one page. */
  public ListMetricsResponse list(ListMetricsRequest request) {
    List<Metric> metrics =
        store.keys().stream()
            .filter(
                key -> request.namespace() == null || request.namespace().equals(key.namespace()))
            .filter(key -> request.metricName() == null || request.metricName().equals(key.name()))
            .map(RequestHandler::metric)
            .distinct()
            .toList();
    return ListMetricsResponse.builder().metrics(metrics).build();
  }

  private static Metric metric(MetricKey key) {
    return Metric.builder()
        .namespace(key.namespace())
        .metricName(key.name())
        .dimensions(
            key.dimensions().entrySet().stream()
                .map(it -> Dimension.builder().name(it.getKey()).value(it.getValue()).build())
                .toList())
        .build();
  }

  private static CloudWatchException invalid(String message) {
    return (CloudWatchException)
        InvalidParameterValueException.builder()
            .message(message)
            .statusCode(400)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode("InvalidParameterValue")
                    .errorMessage(message)
                    .serviceName("CloudWatch")
                    .build())
            .build();
  }
}
