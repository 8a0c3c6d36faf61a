/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One entry of a widget's {@code metrics} that names a metric.
 *
 * @param dimensions names and values; a value may be a token
 * @param statistic the entry's own, or else the widget's
 */
record MetricRow(String namespace, String name, Map<String, String> dimensions, String statistic) {

  /** CloudWatch's statistic for a widget that names none. */
  private static final String DEFAULT_STATISTIC = "Average";

  MetricRow {
    dimensions = Map.copyOf(dimensions);
  }

  /** Reads an array of namespace, name, pairs of dimensions, and perhaps an object of options. */
  static MetricRow of(JsonNode row, JsonNode widgetProperties) {
    JsonNode last = row.path(row.size() - 1);
    int end = last.isObject() ? row.size() - 1 : row.size();
    Map<String, String> dimensions = new LinkedHashMap<>();
    for (int i = 2; i + 1 < end; i += 2) {
      dimensions.put(row.path(i).asString(""), row.path(i + 1).asString(""));
    }
    String ofWidget = widgetProperties.path("stat").asString(DEFAULT_STATISTIC);
    return new MetricRow(
        row.path(0).asString(""),
        row.path(1).asString(""),
        dimensions,
        last.path("stat").asString(ofWidget));
  }
}
