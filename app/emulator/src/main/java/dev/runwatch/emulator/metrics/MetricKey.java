/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.metrics;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The identity of a metric in CloudWatch: another set of dimensions or another unit is another
 * metric. Ordered by namespace, name, dimensions and unit.
 *
 * @param dimensions values by name
 * @param unit as CloudWatch names it, such as {@code Count}
 */
public record MetricKey(String namespace, String name, Map<String, String> dimensions, String unit)
    implements Comparable<MetricKey> {

  private static final Comparator<MetricKey> ORDER =
      Comparator.comparing(MetricKey::namespace)
          .thenComparing(MetricKey::name)
          .thenComparing(key -> String.join("\0", key.dimensions.keySet()))
          .thenComparing(key -> String.join("\0", key.dimensions.values()))
          .thenComparing(MetricKey::unit);

  public MetricKey {
    dimensions = Collections.unmodifiableMap(new TreeMap<>(dimensions));
  }

  @Override
  public int compareTo(MetricKey other) {
    return ORDER.compare(this, other);
  }
}
