/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.stackdriver;

import com.google.api.LabelDescriptor;
import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import dev.runwatch.metrics.CloudMonitoringNames;
import dev.runwatch.metrics.MetricSpec;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The descriptors of the catalogue's metrics. */
final class Descriptors {

  private Descriptors() {}

  static MetricDescriptor of(MetricSpec spec) {
    return MetricDescriptor.newBuilder()
        .setType(CloudMonitoringNames.type(spec.name()))
        .setDisplayName(spec.name())
        .setDescription(spec.meaning())
        .setMetricKind(kind(spec))
        .setValueType(valueType(spec))
        .setUnit(CloudMonitoringNames.unit(spec.unit()))
        .addAllLabels(labels(spec))
        .build();
  }

  /** Counts and distributions grow from the start of the process on. */
  static MetricKind kind(MetricSpec spec) {
    return switch (spec.kind()) {
      case COUNTER, HISTOGRAM -> MetricKind.CUMULATIVE;
      case GAUGE -> MetricKind.GAUGE;
    };
  }

  static ValueType valueType(MetricSpec spec) {
    return switch (spec.kind()) {
      case COUNTER -> ValueType.INT64;
      case GAUGE -> ValueType.DOUBLE;
      case HISTOGRAM -> ValueType.DISTRIBUTION;
    };
  }

  private static List<LabelDescriptor> labels(MetricSpec spec) {
    return spec.dimensionSets().stream()
        .flatMap(Collection::stream)
        .distinct()
        .sorted()
        .map(
            key ->
                LabelDescriptor.newBuilder()
                    .setKey(key)
                    .setValueType(LabelDescriptor.ValueType.STRING)
                    .build())
        .collect(Collectors.toList());
  }
}
