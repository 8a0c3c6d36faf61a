/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.board;

import dev.runwatch.dashboards.body.ExpressionLine;
import dev.runwatch.dashboards.body.Line;
import dev.runwatch.dashboards.body.MetricLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;

/** The lines of a widget as queries of {@code GetMetricData}. */
final class Queries {

  /** No body uses it by accident. */
  private static final String OWN_ID = "runwatch_line_";

  private static final Pattern PERIOD = Pattern.compile("\\bPERIOD\\(\\s*(\\w+)\\s*\\)");
  private static final Duration REAL_MINUTE = Duration.ofMinutes(1);

  private final List<Line> lines;
  private final long shrunk;
  private final IdentityHashMap<Line, String> ids = new IdentityHashMap<>();
  private final IdentityHashMap<Line, Duration> periods = new IdentityHashMap<>();

  /**
   * @param minute the length of a minute: 60 s, or less in a rehearsal
   * @param period the period in which a line is read
   */
  Queries(List<Line> lines, Duration minute, Function<Line, Duration> period) {
    this.lines = lines;
    this.shrunk = REAL_MINUTE.toMillis() / minute.toMillis();
    for (Line line : lines) {
      ids.put(line, Objects.requireNonNullElse(line.options().id(), OWN_ID + ids.size()));
      periods.put(line, period.apply(line));
    }
  }

  /** The period that the body gives a line. */
  static Duration period(Line line) {
    return line instanceof MetricLine metric ? metric.period() : ((ExpressionLine) line).period();
  }

  /** The id of a line's query: its own, or one that no other line has. */
  String id(Line line) {
    return Objects.requireNonNull(ids.get(line));
  }

  /** The period in which a line is read. */
  Duration chosen(Line line) {
    return Objects.requireNonNull(periods.get(line));
  }

  List<MetricDataQuery> toList() {
    List<MetricDataQuery> queries = new ArrayList<>();
    for (Line line : lines) {
      MetricDataQuery.Builder query =
          MetricDataQuery.builder()
              .id(id(line))
              .returnData(line.options().visible())
              .accountId(line.options().accountId());
      int seconds = (int) chosen(line).toSeconds();
      if (line instanceof MetricLine metric) {
        query.metricStat(
            MetricStat.builder()
                .metric(metric(metric))
                .stat(metric.statistic())
                .period(seconds)
                .build());
      } else if (line instanceof ExpressionLine expression) {
        query.expression(inMinutes(expression.expression()));
        @Nullable String label = expression.options().label();
        // Of a search, CloudWatch makes the label of each result.
        query.label(label == null || !label.contains("${") ? null : label);
        if (expression.isQuery()) {
          query.period(seconds);
        }
      }
      queries.add(query.build());
    }
    return queries;
  }

  /** In a rehearsal, what an expression makes of {@code PERIOD} is meant for minutes of 60 s. */
  private String inMinutes(String expression) {
    return shrunk == 1
        ? expression
        : PERIOD.matcher(expression).replaceAll("(PERIOD($1) * " + shrunk + ")");
  }

  private static Metric metric(MetricLine line) {
    return Metric.builder()
        .namespace(line.namespace())
        .metricName(line.name())
        .dimensions(
            line.dimensions().entrySet().stream()
                .map(it -> Dimension.builder().name(it.getKey()).value(it.getValue()).build())
                .toList())
        .build();
  }
}
