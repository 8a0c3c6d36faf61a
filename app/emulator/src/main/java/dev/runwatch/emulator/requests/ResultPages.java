/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.requests;

import dev.runwatch.alarms.evaluation.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** The answers of GetMetricData in pages of a number of data points. */
final class ResultPages {

  private final boolean ascending;
  private final int size;

  ResultPages(boolean ascending, int size) {
    this.ascending = ascending;
    this.size = size;
  }

  /** A data point that is there. */
  private record Point(Instant time, double value) {}

  GetMetricDataResponse page(Map<MetricDataQuery, Series> results, @Nullable String token) {
    List<List<Point>> points = results.values().stream().map(this::points).toList();
    int all = points.stream().mapToInt(List::size).sum();
    int start = Pages.start(token, all);
    List<MetricDataResult> page = new ArrayList<>();
    int before = 0;
    int index = 0;
    for (MetricDataQuery query : results.keySet()) {
      List<Point> own = points.get(index++);
      int from = Math.min(own.size(), Math.max(0, start - before));
      int to = Math.max(from, Math.min(own.size(), start + size - before));
      // A result that is done, or not begun, is not on this page.
      if (to > from || (own.isEmpty() && start == 0)) {
        page.add(result(query, own.subList(from, to), to == own.size()));
      }
      before += own.size();
    }
    return GetMetricDataResponse.builder()
        .metricDataResults(page)
        .nextToken(Pages.next(start, size, all))
        .build();
  }

  private static MetricDataResult result(
      MetricDataQuery query, List<Point> points, boolean complete) {
    return MetricDataResult.builder()
        .id(query.id())
        .label(query.label() == null ? query.id() : query.label())
        .timestamps(points.stream().map(Point::time).toList())
        .values(points.stream().map(Point::value).toList())
        .statusCode(complete ? StatusCode.COMPLETE : StatusCode.PARTIAL_DATA)
        .build();
  }

  private List<Point> points(Series series) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < series.size(); i++) {
      int at = ascending ? i : series.size() - 1 - i;
      series.value(at).ifPresent(value -> points.add(new Point(series.time(at), value)));
    }
    return points;
  }
}
