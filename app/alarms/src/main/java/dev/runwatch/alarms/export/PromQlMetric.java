/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricKind;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** One metric with its statistic and period as a PromQL expression without labels. */
final class PromQlMetric {

  private PromQlMetric() {}

  /**
   * The expression of a metric whose dimensions are bound, over its period. The range of a gauge is
   * a sixtieth of a minute shorter: Prometheus 2 counts a sample at either end of a range.
   *
   * @param minute the length of a minute
   */
  static String of(MetricStat stat, Duration minute) {
    boolean gauge =
        MetricCatalogue.find(stat.name()).filter(it -> it.kind() != MetricKind.GAUGE).isEmpty();
    Duration range = gauge ? stat.period().minus(minute.dividedBy(60)) : stat.period();
    return of(stat, "[" + PrometheusDuration.of(range) + "]");
  }

  /**
   * The expression of a metric over a range.
   *
   * @param range such as {@code [5m]}
   */
  static String of(MetricStat stat, String range) {
    MetricKind kind =
        MetricCatalogue.find(stat.name()).map(it -> it.kind()).orElse(MetricKind.GAUGE);
    String statistic = stat.statistic().name();
    return switch (kind) {
      case COUNTER -> counter(stat, statistic, range);
      case GAUGE -> gauge(stat, statistic, range);
      case HISTOGRAM -> histogram(stat, statistic, range);
    };
  }

  private static String counter(MetricStat stat, String statistic, String range) {
    if (!statistic.equals("Sum")) {
      throw unsupported(stat);
    }
    return "sum(increase(" + selector(stat, "") + range + "))";
  }

  private static String gauge(MetricStat stat, String statistic, String over) {
    String range = selector(stat, "") + over;
    return switch (statistic) {
      case "Maximum" -> "max(max_over_time(" + range + "))";
      case "Minimum" -> "min(min_over_time(" + range + "))";
      case "Average" -> "avg(avg_over_time(" + range + "))";
      // Every instance publishes one sample a minute, so the sum over instances is what counts.
      case "Sum" -> "sum(avg_over_time(" + range + "))";
      default -> throw unsupported(stat);
    };
  }

  private static String histogram(MetricStat stat, String statistic, String range) {
    OptionalDouble percentile = stat.statistic().percentile();
    if (percentile.isPresent()) {
      return "histogram_quantile("
          + Numerals.of(percentile.getAsDouble() / 100)
          + ", sum by (le) (rate("
          + selector(stat, "_bucket")
          + range
          + ")))";
    }
    return switch (statistic) {
      case "SampleCount" -> "sum(increase(" + selector(stat, "_count") + range + "))";
      case "Sum" -> "sum(increase(" + selector(stat, "_sum") + range + "))";
      case "Average" ->
          "sum(rate("
              + selector(stat, "_sum")
              + range
              + ")) / sum(rate("
              + selector(stat, "_count")
              + range
              + "))";
      case "Maximum" -> "max(max_over_time(" + selector(stat, "_max") + range + "))";
      default -> throw unsupported(stat);
    };
  }

  private static UnsupportedExportException unsupported(MetricStat stat) {
    return new UnsupportedExportException(
        "the statistic " + stat.statistic() + " of " + stat.name() + " has no counterpart");
  }

  /** The service whose page has a metric without a gap, or empty if there is not one. */
  static String source(MetricStat stat) {
    return MetricCatalogue.find(stat.name())
        .filter(spec -> spec.publishers().size() == 1 && stat.dimensions().size() <= 1)
        .map(spec -> spec.publishers().toString())
        .orElse("");
  }

  static String selector(MetricStat stat, String suffix) {
    return stat.name() + suffix + labels(stat.dimensions());
  }

  /** Label matchers of dimensions. */
  static String labels(Map<String, String> dimensions) {
    return dimensions.entrySet().stream()
        .map(entry -> entry.getKey() + "=\"" + quoted(entry.getValue()) + "\"")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
