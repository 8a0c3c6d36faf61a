/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Metrics and lists of pairs in CloudFormation's terms. */
final class MetricValues {

  private MetricValues() {}

  /** The entries of {@code Metrics}. */
  static List<Object> queries(List<MetricQuery> queries) {
    List<Object> values = new ArrayList<>();
    for (MetricQuery query : queries) {
      Map<String, Object> value = new LinkedHashMap<>();
      value.put("Id", query.id());
      if (query.expression() != null) {
        value.put("Expression", query.expression());
      }
      if (query.label() != null) {
        value.put("Label", query.label());
      }
      if (query.stat() != null) {
        value.put("MetricStat", metricStat(query.stat()));
      }
      value.put("ReturnData", query.returnData());
      values.add(value);
    }
    return values;
  }

  private static Map<String, Object> metricStat(MetricStat stat) {
    Map<String, Object> metric = new LinkedHashMap<>();
    Object dimensions = dimensions(stat);
    if (dimensions != null) {
      metric.put("Dimensions", dimensions);
    }
    metric.put("MetricName", stat.name());
    metric.put("Namespace", stat.namespace());
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("Metric", metric);
    value.put("Period", stat.period().toSeconds());
    value.put("Stat", stat.statistic().name());
    if (stat.unit() != null) {
      value.put("Unit", stat.unit());
    }
    return value;
  }

  /** The dimensions of a metric, or null where it has none. */
  static @Nullable Object dimensions(MetricStat stat) {
    return stat.dimensions().isEmpty() ? null : pairs("Name", stat.dimensions());
  }

  /** A list of maps with two fields, sorted by the first: dimensions, or tags. */
  static List<Object> pairs(String key, Map<String, String> pairs) {
    List<Object> values = new ArrayList<>();
    new TreeMap<>(pairs)
        .forEach(
            (name, text) -> {
              Map<String, Object> pair = new LinkedHashMap<>();
              pair.put(key, name);
              pair.put("Value", text);
              values.add(pair);
            });
    return values;
  }
}
