/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.export;

import dev.runwatch.common.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Queries of Grafana's CloudWatch data source: metric search, or metric math. */
final class CloudWatchTargets implements Targets {

  @Override
  public ArrayNode of(JsonNode properties) {
    ArrayNode targets = Json.mapper().createArrayNode();
    for (JsonNode row : properties.path("metrics")) {
      JsonNode options = row.path(row.size() - 1);
      ObjectNode target = targets.addObject();
      target.put("refId", Targets.letter(targets.size() - 1));
      target.put("queryMode", "Metrics").put("metricQueryType", 0);
      target.put("region", "$region").put("namespace", "$namespace");
      target.put("id", options.path("id").asString("q" + targets.size()));
      target.put("label", options.path("label").asString(""));
      target.put("hide", options.has("visible") && !options.path("visible").asBoolean());
      target.put("matchExact", true);
      int period = options.path("period").asInt(properties.path("period").asInt(60));
      target.put("period", Integer.toString(period));
      if (row.size() == 1) {
        target.put("metricEditorMode", 1);
        target.put("expression", options.path("expression").asString(""));
        target.put("metricName", "").put("statistic", "Average").putObject("dimensions");
      } else {
        target.put("metricEditorMode", 0).put("expression", "");
        target.put("metricName", row.path(1).asString(""));
        String statistic = options.path("stat").asString(properties.path("stat").asString(""));
        target.put("statistic", statistic);
        ObjectNode dimensions = target.putObject("dimensions");
        for (int i = 2; i + 1 < row.size(); i += 2) {
          String value = row.path(i + 1).asString("");
          dimensions.putArray(row.path(i).asString("")).add(value);
        }
      }
    }
    return targets;
  }
}
