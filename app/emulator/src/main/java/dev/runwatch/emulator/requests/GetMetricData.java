/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.requests;

import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.evaluation.Series;
import dev.runwatch.alarms.evaluation.SeriesSource;
import dev.runwatch.alarms.math.MathContext;
import dev.runwatch.alarms.math.MathException;
import dev.runwatch.alarms.math.MathExpression;
import dev.runwatch.alarms.math.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/**
 * GetMetricData: statistics and metric math over stored minutes. Source of the limits:
 * GetMetricData and MetricDataQuery of the CloudWatch API reference. Metrics Insights queries and
 * expressions over metrics of different periods are refused.
 */
final class GetMetricData {

  static final int MAX_QUERIES = 500;
  static final int MAX_POINTS = 100_800;

  private static final Pattern ID = Pattern.compile("[a-z][a-zA-Z0-9_]{0,254}");

  private final SeriesSource source;
  private final Duration minute;

  GetMetricData(SeriesSource source, Duration minute) {
    this.source = source;
    this.minute = minute;
  }

  GetMetricDataResponse answer(GetMetricDataRequest request) {
    checkQueries(request.metricDataQueries());
    int maxPoints = request.maxDatapoints() == null ? MAX_POINTS : request.maxDatapoints();
    if (maxPoints < 1 || maxPoints > MAX_POINTS) {
      throw ServiceErrors.invalidValue("MaxDatapoints must be from 1 to " + MAX_POINTS + ".");
    }
    if (request.startTime() == null || request.endTime() == null) {
      throw ServiceErrors.missing("The parameters StartTime and EndTime are required.");
    }
    // The start is rounded down to a minute.
    Instant from = minuteOf(request.startTime());
    if (!request.startTime().isBefore(request.endTime())) {
      throw ServiceErrors.invalidValue("StartTime must be before EndTime.");
    }
    try {
      return new ResultPages(request.scanBy() == ScanBy.TIMESTAMP_ASCENDING, maxPoints)
          .page(results(request.metricDataQueries(), from, request.endTime()), request.nextToken());
    } catch (MathException | IllegalArgumentException e) {
      throw ServiceErrors.invalidValue(String.valueOf(e.getMessage()));
    }
  }

  private Instant minuteOf(Instant time) {
    long millis = minute.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), millis) * millis);
  }

  private static void checkQueries(List<MetricDataQuery> queries) {
    if (queries.isEmpty()) {
      throw ServiceErrors.missing("The parameter MetricDataQueries is required.");
    }
    if (queries.size() > MAX_QUERIES) {
      throw ServiceErrors.invalidValue(
          "The collection MetricDataQueries must not have a size greater than "
              + MAX_QUERIES
              + ".");
    }
    Set<String> ids = new HashSet<>();
    for (MetricDataQuery query : queries) {
      if (query.id() == null || !ID.matcher(query.id()).matches()) {
        throw ServiceErrors.invalidValue(
            "The Id '"
                + query.id()
                + "' must begin with a lowercase letter and have letters, digits and underscores"
                + " only.");
      }
      if (!ids.add(query.id())) {
        throw ServiceErrors.invalidValue("The Id '" + query.id() + "' is used twice.");
      }
      if ((query.metricStat() == null) == (query.expression() == null)) {
        throw ServiceErrors.invalidCombination(
            "The query '" + query.id() + "' must have either MetricStat or Expression.");
      }
    }
  }

  private Map<MetricDataQuery, Series> results(
      List<MetricDataQuery> queries, Instant from, Instant to) {
    Map<String, Series> metrics = new HashMap<>();
    for (MetricDataQuery query : queries) {
      if (query.metricStat() != null) {
        MetricStat stat = stat(query);
        Instant end = from.plus(stat.period().multipliedBy(size(from, to, stat.period())));
        metrics.put(query.id(), source.read(stat, from, end));
      }
    }
    Duration period = expressionPeriod(queries, metrics);
    MathContext math = new MathContext(new Range(from, period, size(from, to, period)));
    for (MetricDataQuery query : queries) {
      Series metric = metrics.get(query.id());
      if (query.expression() != null) {
        math.expression(query.id(), MathExpression.parse(query.expression()));
      } else if (metric != null && metric.period().equals(period)) {
        math.metric(query.id(), metric.values());
      }
    }
    Map<MetricDataQuery, Series> results = new LinkedHashMap<>();
    for (MetricDataQuery query : queries) {
      if (query.returnData() == null || query.returnData()) {
        Series metric = metrics.get(query.id());
        results.put(
            query,
            metric == null
                ? Series.of(
                    from, period, math.evaluateToSeries(MathExpression.parse(query.expression())))
                : metric);
      }
    }
    return results;
  }

  /** The one period of all metrics, if there are expressions. */
  private Duration expressionPeriod(List<MetricDataQuery> queries, Map<String, Series> metrics) {
    List<Duration> periods = metrics.values().stream().map(Series::period).distinct().toList();
    if (periods.size() > 1 && queries.stream().anyMatch(query -> query.expression() != null)) {
      throw ServiceErrors.invalidValue(
          "The embedded CloudWatch evaluates expressions over metrics of one Period only.");
    }
    return periods.isEmpty() ? minute : periods.get(0);
  }

  private static MetricStat stat(MetricDataQuery query) {
    var asked = query.metricStat();
    if (asked.metric() == null || asked.stat() == null || asked.period() == null) {
      throw ServiceErrors.missing(
          "The query '" + query.id() + "' must have Metric, Stat and Period in MetricStat.");
    }
    Map<String, String> dimensions = new HashMap<>();
    asked.metric().dimensions().forEach(it -> dimensions.put(it.name(), it.value()));
    return new MetricStat(
        asked.metric().namespace(),
        asked.metric().metricName(),
        dimensions,
        new Statistic(asked.stat()),
        Duration.ofSeconds(asked.period()),
        asked.unitAsString());
  }

  /** How many periods begin before the end. */
  private static int size(Instant from, Instant to, Duration period) {
    long millis = Duration.between(from, to).toMillis();
    long size = (millis + period.toMillis() - 1) / period.toMillis();
    if (size > MAX_POINTS) {
      throw ServiceErrors.invalidValue(
          "The range has " + size + " data points; at most " + MAX_POINTS + " are allowed.");
    }
    return (int) size;
  }
}
