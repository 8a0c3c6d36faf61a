/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.export;

import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.export.PromQl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/** The lines of a widget as PromQL queries; a hidden metric is part of the one that reads it. */
final class WidgetQueries {

  /**
   * One line.
   *
   * @param text the query
   * @param label its name in the legend
   */
  record Query(String text, String label) {}

  private final String minute;
  private final BiFunction<MetricStat, String, String> translation;

  /**
   * @param minute the range of a metric whose period is a minute, such as {@code [$interval]}
   * @param translation the query of a metric over a range
   */
  WidgetQueries(String minute, BiFunction<MetricStat, String, String> translation) {
    this.minute = minute;
    this.translation = translation;
  }

  List<Query> of(JsonNode properties) {
    List<Query> queries = new ArrayList<>();
    Map<String, String> known = new LinkedHashMap<>();
    Map<String, MetricStat> stats = new LinkedHashMap<>();
    for (JsonNode row : properties.path("metrics")) {
      JsonNode options = row.path(row.size() - 1);
      boolean hidden = options.has("visible") && !options.path("visible").asBoolean();
      String query =
          row.size() == 1
              ? PromQl.expression(options.path("expression").asString(""), stats, known)
              : metric(row, options, properties, stats);
      known.put(options.path("id").asString(""), query);
      if (!hidden) {
        queries.add(new Query(query, options.path("label").asString("")));
      }
    }
    return queries;
  }

  private String metric(
      JsonNode row, JsonNode options, JsonNode properties, Map<String, MetricStat> stats) {
    Map<String, String> dimensions = new TreeMap<>();
    for (int i = 2; i + 1 < row.size(); i += 2) {
      dimensions.put(row.path(i).asString(""), row.path(i + 1).asString(""));
    }
    String statistic = options.path("stat").asString(properties.path("stat").asString(""));
    int seconds = options.path("period").asInt(properties.path("period").asInt(60));
    MetricStat stat =
        new MetricStat(
            row.path(0).asString(""),
            row.path(1).asString(""),
            dimensions,
            new Statistic(statistic),
            Duration.ofSeconds(seconds),
            null);
    stats.put(options.path("id").asString(""), stat);
    String range = seconds == 60 ? minute : "[" + seconds / 60 + "m]";
    String query = translation.apply(stat, range);
    // A label such as a class of statuses has no series before its first request.
    return statistic.equals("SampleCount") ? query + " or vector(0)" : query;
  }
}
