/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An entry that names a metric.
 *
 * @param dimensions names and values in the order of the body
 * @param statistic the entry's own, or else the widget's
 * @param period the entry's own, or else the widget's
 */
public record MetricLine(
    Place place,
    String namespace,
    String name,
    Map<String, String> dimensions,
    String statistic,
    Duration period,
    LineOptions options)
    implements Line {

  /** CloudWatch's statistic for a widget that names none. */
  public static final String DEFAULT_STATISTIC = "Average";

  public MetricLine {
    dimensions = Collections.unmodifiableMap(new LinkedHashMap<>(dimensions));
  }
}
