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

/** One metric with its statistic as a PromQL expression without labels. */
final class PromQlMetric {

  private final MetricStat stat;
  private final Dialect dialect;
  private final String range;

  private PromQlMetric(MetricStat stat, Dialect dialect, String range) {
    this.stat = stat;
    this.dialect = dialect;
    this.range = range;
  }

  /**
   * The expression of a metric whose dimensions are bound, over its period.
   *
   * @param minute the length of a minute
   */
  static Term of(MetricStat stat, Duration minute, Dialect dialect) {
    Duration period = stat.period();
    boolean gauge = kind(stat) == MetricKind.GAUGE;
    Duration range = gauge ? dialect.gaugeRange(period, minute) : dialect.range(period);
    String text = of(stat, dialect, "[" + PrometheusDuration.of(range) + "]");
    if (!gauge && text.startsWith("sum(increase(") && !range.equals(period)) {
      double part = (double) period.toMillis() / range.toMillis();
      return Term.compound(text + " * " + Numerals.of(part), /* total= */ false, source(stat));
    }
    return Term.vector(text, source(stat));
  }

  /**
   * The expression of a metric over a range.
   *
   * @param range such as {@code [5m]}
   */
  static String of(MetricStat stat, Dialect dialect, String range) {
    PromQlMetric metric = new PromQlMetric(stat, dialect, range);
    return switch (kind(stat)) {
      case COUNTER -> metric.counter(stat.statistic().name());
      case GAUGE -> metric.gauge(stat.statistic().name());
      case HISTOGRAM -> metric.histogram(stat.statistic().name());
    };
  }

  private static MetricKind kind(MetricStat stat) {
    return MetricCatalogue.find(stat.name()).map(it -> it.kind()).orElse(MetricKind.GAUGE);
  }

  private String counter(String statistic) {
    if (!statistic.equals("Sum")) {
      throw unsupported();
    }
    return "sum(increase(" + over("") + "))";
  }

  private String gauge(String statistic) {
    boolean one = dialect.onePoint(stat.period());
    return switch (statistic) {
      case "Maximum" -> "max(" + (one ? "last" : "max") + "_over_time(" + over("") + "))";
      case "Minimum" -> "min(" + (one ? "last" : "min") + "_over_time(" + over("") + "))";
      case "Average" -> "avg(" + (one ? "last" : "avg") + "_over_time(" + over("") + "))";
      // Every instance publishes one sample a minute, so the sum over instances is what counts.
      case "Sum" -> "sum(" + (one ? "last" : "avg") + "_over_time(" + over("") + "))";
      default -> throw unsupported();
    };
  }

  private String histogram(String statistic) {
    OptionalDouble percentile = stat.statistic().percentile();
    if (percentile.isPresent()) {
      return "histogram_quantile("
          + Numerals.of(percentile.getAsDouble() / 100)
          + ", sum by (le) (rate("
          + over("_bucket")
          + ")))";
    }
    return switch (statistic) {
      case "SampleCount" -> "sum(increase(" + over("_count") + "))";
      case "Sum" -> "sum(increase(" + over("_sum") + "))";
      case "Average" -> "sum(rate(" + over("_sum") + ")) / sum(rate(" + over("_count") + "))";
      case "Maximum" -> {
        if (dialect == Dialect.GOOGLE) {
          throw unsupported(); // a distribution has no greatest value
        }
        yield "max(max_over_time(" + over("_max") + "))";
      }
      default -> throw unsupported();
    };
  }

  private String over(String suffix) {
    return dialect.selector(stat, suffix) + range;
  }

  private UnsupportedExportException unsupported() {
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
    return Dialect.PROMETHEUS.selector(stat, suffix);
  }

  /** Label matchers of dimensions. */
  static String labels(Map<String, String> dimensions) {
    return Dialect.labels(dimensions, "");
  }
}
