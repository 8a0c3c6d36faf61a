/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.board;

import dev.runwatch.dashboards.body.Line;
import dev.runwatch.dashboards.body.MetricWidget;
import dev.runwatch.dashboards.body.PeriodOverride;
import dev.runwatch.dashboards.body.View;
import dev.runwatch.local.board.DrawnWidget.DrawnLine;
import dev.runwatch.local.board.DrawnWidget.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/** Reads the lines of metric widgets, one request for each widget. Thread-safe. */
final class MetricReader {

  private static final int TIMEOUT_SECONDS = 20;

  private final CloudWatchAsyncClient cloudWatch;
  private final PeriodOverride override;

  MetricReader(CloudWatchAsyncClient cloudWatch, PeriodOverride override) {
    this.cloudWatch = cloudWatch;
    this.override = override;
  }

  /** The widget with its data, or with the reason why there are none; never fails. */
  CompletableFuture<Metrics> read(MetricWidget widget, Window window) {
    boolean whole = widget.setPeriodToTimeRange() && widget.view() != View.TIME_SERIES;
    Queries queries =
        new Queries(
            widget.lines(),
            window.minute(),
            line -> whole ? window.length() : window.period(Queries.period(line), override));
    Duration step =
        widget.lines().stream()
            .map(queries::chosen)
            .min(Duration::compareTo)
            .orElse(window.minute());
    Grid grid = window.grid(step);
    if (widget.lines().isEmpty()) {
      return CompletableFuture.completedFuture(
          Drawing.of(widget, grid, List.of(), "It draws an alarm, which is shown above."));
    }
    return all(queries.toList(), grid.from(), grid.to())
        .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .thenApply(results -> Drawing.of(widget, grid, lines(widget, queries, grid, results), null))
        .exceptionally(e -> Drawing.of(widget, grid, List.of(), problem(e)));
  }

  private CompletableFuture<List<MetricDataResult>> all(
      List<MetricDataQuery> queries, Instant from, Instant to) {
    GetMetricDataRequest request =
        GetMetricDataRequest.builder()
            .metricDataQueries(queries)
            .startTime(from)
            .endTime(to)
            .scanBy(ScanBy.TIMESTAMP_ASCENDING)
            .build();
    return page(request, new ArrayList<>());
  }

  private CompletableFuture<List<MetricDataResult>> page(
      GetMetricDataRequest request, List<MetricDataResult> before) {
    return cloudWatch
        .getMetricData(request)
        .thenCompose(
            response -> {
              before.addAll(response.metricDataResults());
              @Nullable String next = response.nextToken();
              return next == null || next.isEmpty()
                  ? CompletableFuture.completedFuture(before)
                  : page(request.toBuilder().nextToken(next).build(), before);
            });
  }

  private static List<DrawnLine> lines(
      MetricWidget widget, Queries queries, Grid grid, List<MetricDataResult> results) {
    List<DrawnLine> lines = new ArrayList<>();
    for (Line line : widget.visibleLines()) {
      List<Found> found = Found.of(queries.id(line), results);
      if (found.isEmpty()) {
        found = List.of(new Found("", List.of(), List.of()));
      }
      boolean several = found.size() > 1;
      for (Found one : found) {
        @Nullable Double[] values = grid.place(one.times(), one.values());
        lines.add(
            new DrawnLine(
                Labels.of(widget, line, several ? one.label() : null, values, grid),
                line.options().color(),
                line.options().side().word(),
                Labels.unit(line),
                values));
      }
    }
    return lines;
  }

  private static String problem(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    @Nullable String message = cause.getMessage();
    return message == null
        ? "No answer within " + TIMEOUT_SECONDS + " s."
        : "Cannot be read: " + message.strip().replaceAll("(?s)\\s*\\(Service: .*", "");
  }

  /** The points of a result, put together from its pages. */
  private record Found(String label, List<Instant> times, List<Double> values) {

    /** The results of a query: several where it is a search. */
    static List<Found> of(String id, List<MetricDataResult> results) {
      List<Found> found = new ArrayList<>();
      for (MetricDataResult result : results) {
        if (result.id().equals(id)) {
          String label = result.label() == null ? "" : result.label();
          Found same = found.stream().filter(it -> it.label.equals(label)).findFirst().orElse(null);
          if (same == null) {
            same = new Found(label, new ArrayList<>(), new ArrayList<>());
            found.add(same);
          }
          same.times.addAll(result.timestamps());
          same.values.addAll(result.values());
        }
      }
      return found;
    }
  }
}
