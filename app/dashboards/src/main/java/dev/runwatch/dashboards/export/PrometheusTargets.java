/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.export;

import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.export.PromQl;
import dev.runwatch.common.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Queries of Grafana's Prometheus data source. */
final class PrometheusTargets implements Targets {

  @Override
  public ArrayNode of(JsonNode properties) {
    ArrayNode targets = Json.mapper().createArrayNode();
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
      // A hidden metric is part of the expression that reads it.
      if (!hidden) {
        target(targets.addObject(), targets.size() - 1, query, options);
      }
    }
    return targets;
  }

  private static void target(ObjectNode target, int index, String query, JsonNode options) {
    target.put("refId", Targets.letter(index));
    target.put("expr", query);
    target.put("legendFormat", options.path("label").asString(""));
    target.put("editorMode", "code");
    target.put("range", true);
  }

  private static String metric(
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
    String range = seconds == 60 ? "[$interval]" : "[" + seconds / 60 + "m]";
    String query = PromQl.metric(stat, range);
    // A label such as a class of statuses has no series before its first request.
    return statistic.equals("SampleCount") ? query + " or vector(0)" : query;
  }
}
