/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.metrics;

import java.util.Map;
import java.util.TreeMap;

/**
 * What makes a metric in CloudWatch: another dimension set or unit is another metric.
 *
 * @param unit CloudWatch's name of it, such as {@code Count}
 */
public record MetricKey(String namespace, String name, Map<String, String> dimensions, String unit)
    implements Comparable<MetricKey> {

  public MetricKey {
    dimensions = java.util.Collections.unmodifiableMap(new TreeMap<>(dimensions));
  }

  @Override
  public int compareTo(MetricKey other) {
    return (namespace + "\0" + name + "\0" + dimensions + "\0" + unit)
        .compareTo(
            other.namespace + "\0" + other.name + "\0" + other.dimensions + "\0" + other.unit);
  }
}
