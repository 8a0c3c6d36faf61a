/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.export;

import dev.runwatch.alarms.export.PromQl;
import dev.runwatch.common.Json;
import dev.runwatch.metrics.CloudMonitoringNames;
import dev.runwatch.metrics.MetricUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Widgets of a dashboard of Google Cloud Monitoring. */
final class GoogleWidgets {

  /** The time between two points of a chart, which Google sets by the range that is shown. */
  private static final WidgetQueries QUERIES =
      new WidgetQueries("[${__interval}]", "[3h:]", PromQl::googleMetric);

  private GoogleWidgets() {}

  static ObjectNode of(JsonNode widget) {
    JsonNode properties = widget.path("properties");
    ObjectNode made = Json.mapper().createObjectNode();
    if (properties.has("title")) {
      made.put("title", properties.path("title").asString(""));
    }
    switch (widget.path("type").asString("")) {
      case "metric" -> chart(made.putObject("xyChart"), properties);
      // Of all policies of the project: the name of a policy is made when it is created.
      case "alarm" -> made.putObject("incidentList");
      default ->
          made.putObject("text")
              .put("content", ConsoleLinks.without(properties.path("markdown").asString("")))
              .put("format", "MARKDOWN");
    }
    return made;
  }

  private static void chart(ObjectNode chart, JsonNode properties) {
    ArrayNode lines = chart.putArray("dataSets");
    MetricUnit unit = WidgetUnit.isSeconds(properties) ? MetricUnit.SECONDS : MetricUnit.COUNT;
    for (WidgetQueries.Query query : QUERIES.of(properties)) {
      ObjectNode line = lines.addObject();
      line.put("plotType", "LINE").put("targetAxis", "Y1").put("legendTemplate", query.label());
      line.putObject("timeSeriesQuery")
          .put("prometheusQuery", query.text())
          .put("unitOverride", CloudMonitoringNames.unit(unit));
    }
    ArrayNode thresholds = chart.putArray("thresholds");
    for (JsonNode line : properties.path("annotations").path("horizontal")) {
      if (line.has("value")) {
        thresholds
            .addObject()
            .put("value", line.path("value").asDouble())
            .put("label", line.path("label").asString(""))
            .put("targetAxis", "Y1");
      }
    }
    chart.putObject("yAxis").put("scale", "LINEAR");
    chart.putObject("chartOptions").put("mode", "COLOR");
  }
}
