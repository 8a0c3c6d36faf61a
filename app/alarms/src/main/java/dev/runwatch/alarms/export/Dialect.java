/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.metrics.CloudMonitoringNames;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** How a system that is asked in PromQL names the metrics, and how often it gets a sample. */
enum Dialect {
  /** A Prometheus that scrapes four times a minute. */
  PROMETHEUS,
  /** Google Cloud Monitoring, which gets one point a minute. */
  GOOGLE;

  /** The shortest range that has a point of Google's for certain. */
  private static final Duration LEAST = Duration.ofMinutes(2);

  /** The series of a metric whose dimensions are bound. */
  String selector(MetricStat stat, String suffix) {
    if (this == PROMETHEUS) {
      return stat.name() + suffix + labels(stat.dimensions(), "");
    }
    String resource = "monitored_resource=\"" + CloudMonitoringNames.RESOURCE + "\"";
    return CloudMonitoringNames.promQl(stat.name()) + suffix + labels(stat.dimensions(), resource);
  }

  /** Whether a period has one point of each series, so that the last point is the period's. */
  boolean onePoint(Duration period) {
    return this == GOOGLE && period.compareTo(LEAST) < 0;
  }

  /**
   * The range over which a gauge's period is read. Prometheus 2 counts a sample at either end of a
   * range, so it is a sixtieth of a minute shorter.
   *
   * @param minute the length of a minute
   */
  Duration gaugeRange(Duration period, Duration minute) {
    return range(period).minus(minute.dividedBy(60));
  }

  /** The range over which the growth of a period is read. */
  Duration range(Duration period) {
    return onePoint(period) ? LEAST : period;
  }

  /** Label matchers of dimensions. */
  static String labels(Map<String, String> dimensions, String more) {
    String labels =
        dimensions.entrySet().stream()
            .map(entry -> entry.getKey() + "=\"" + quoted(entry.getValue()) + "\"")
            .collect(Collectors.joining(","));
    String separator = labels.isEmpty() || more.isEmpty() ? "" : ",";
    return "{" + more + separator + labels + "}";
  }

  private static String quoted(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
