/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import dev.runwatch.dashboards.Widget.Line;
import dev.runwatch.dashboards.Widget.Threshold;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads widgets out of a checked body. */
final class Widgets {

  private Widgets() {}

  static Widget read(JsonNode properties) {
    List<Line> lines = new ArrayList<>();
    for (JsonNode row : properties.path("metrics")) {
      if (row.path(0).isString()) {
        lines.add(line(row, properties.path("stat").asString("Average")));
      }
    }
    List<Threshold> thresholds = new ArrayList<>();
    for (JsonNode line : properties.path("annotations").path("horizontal")) {
      thresholds.add(
          new Threshold(line.path("label").asString(""), line.path("value").asDouble(0)));
    }
    return new Widget(properties.path("title").asString(""), lines, thresholds);
  }

  static Line line(JsonNode row, String widgetStatistic) {
    JsonNode last = row.path(row.size() - 1);
    int end = last.isObject() ? row.size() - 1 : row.size();
    Map<String, String> dimensions = new LinkedHashMap<>();
    for (int i = 2; i + 1 < end; i += 2) {
      dimensions.put(row.path(i).asString(""), row.path(i + 1).asString(""));
    }
    String name = row.path(1).asString("");
    return new Line(
        name,
        dimensions,
        last.path("stat").asString(widgetStatistic),
        last.path("label").asString(name));
  }
}
