/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.math.MathExpression;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Translates what a dashboard draws into PromQL. */
public final class PromQl {

  private PromQl() {}

  /**
   * A metric with its statistic over a range.
   *
   * @param range such as {@code [$interval]}
   * @throws UnsupportedExportException if PromQL has no such statistic
   */
  public static String metric(MetricStat stat, String range) {
    return PromQlMetric.of(stat, Dialect.PROMETHEUS, range);
  }

  /**
   * A metric with its statistic over a range, as Google Cloud Monitoring has it. A gauge whose
   * period has one point is read as its last point instead.
   *
   * @param range such as {@code [5m]}
   * @throws UnsupportedExportException if PromQL or Google has no such statistic
   */
  public static String googleMetric(MetricStat stat, String range) {
    boolean gauge =
        MetricCatalogue.find(stat.name()).filter(it -> it.kind() != MetricKind.GAUGE).isEmpty();
    return gauge
        ? PromQlMetric.of(stat, Duration.ofMinutes(1), Dialect.GOOGLE).text()
        : PromQlMetric.of(stat, Dialect.GOOGLE, range);
  }

  /**
   * An expression of metric math.
   *
   * @param stats the metrics by their ids
   * @param metrics the PromQL expressions of the ids
   * @throws UnsupportedExportException if PromQL cannot express it
   */
  public static String expression(
      String expression, Map<String, MetricStat> stats, Map<String, String> metrics) {
    Map<String, Term> known = new HashMap<>();
    stats.forEach(
        (id, stat) ->
            known.put(id, Term.vector(metrics.getOrDefault(id, ""), PromQlMetric.source(stat))));
    return MathExpression.parse(expression).fold(new PromQlFold(known)).asVector().text();
  }

  /** The name of an alarm's alert: {@code CoordinatorDown} for {@code coordinator-down}. */
  public static String alertName(String alarm) {
    return PrometheusAlarm.alertName(alarm);
  }
}
