/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One metric with its statistic and period.
 *
 * @param namespace the namespace, or the token {@value #NAMESPACE_TOKEN}
 * @param name the metric's name
 * @param dimensions names and values, sorted by name; a value may be {@value #ENVIRONMENT_TOKEN}
 * @param statistic the statistic, such as {@code Sum} or {@code p99}
 * @param period the length of a data point's period, positive
 * @param unit CloudWatch's name of the unit to read, or null for any
 */
public record MetricStat(
    String namespace,
    String name,
    Map<String, String> dimensions,
    Statistic statistic,
    Duration period,
    @Nullable String unit) {

  /** The token that a definition file has in place of the environment's name. */
  public static final String ENVIRONMENT_TOKEN = "@@environment@@";

  /** The token that a definition file has in place of the namespace. */
  public static final String NAMESPACE_TOKEN = "@@namespace@@";

  public MetricStat {
    dimensions = Collections.unmodifiableMap(new TreeMap<>(dimensions));
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("period must be positive: " + period);
    }
  }

  /** The same, with the tokens replaced. */
  public MetricStat bound(String environment, String toNamespace) {
    Map<String, String> bound = new TreeMap<>(dimensions);
    bound.replaceAll((key, value) -> value.replace(ENVIRONMENT_TOKEN, environment));
    return new MetricStat(
        namespace.replace(NAMESPACE_TOKEN, toNamespace), name, bound, statistic, period, unit);
  }

  /** The same metric in periods of another length. */
  public MetricStat withPeriod(Duration newPeriod) {
    return new MetricStat(namespace, name, dimensions, statistic, newPeriod, unit);
  }

  /** The same metric by another statistic. */
  public MetricStat withStatistic(Statistic newStatistic) {
    return new MetricStat(namespace, name, dimensions, newStatistic, period, unit);
  }
}
