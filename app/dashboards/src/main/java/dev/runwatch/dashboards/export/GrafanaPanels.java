/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.export;

import dev.runwatch.alarms.export.PromQl;
import dev.runwatch.common.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A panel for each widget, in the same place: both systems have a grid of 24 columns. */
final class GrafanaPanels {

  private static final String RED = "red";
  private static final String GREEN = "green";

  /** Grafana's panels of CloudWatch's views; other views are graphs over time. */
  private static final Map<String, String> VIEWS = Map.of("singleValue", "stat", "gauge", "gauge");

  private final GrafanaDatasource datasource;
  private final Targets targets;

  GrafanaPanels(GrafanaDatasource datasource) {
    this.datasource = datasource;
    this.targets =
        datasource == GrafanaDatasource.PROMETHEUS
            ? new PrometheusTargets()
            : new CloudWatchTargets();
  }

  ObjectNode of(int id, JsonNode widget) {
    ObjectNode panel = Json.mapper().createObjectNode();
    panel.put("id", id);
    JsonNode properties = widget.path("properties");
    switch (widget.path("type").asString("")) {
      case "metric" -> graph(panel, properties);
      case "alarm" -> alarms(panel, properties);
      default -> {
        String markdown = properties.path("markdown").asString("");
        boolean onAws = datasource == GrafanaDatasource.CLOUDWATCH;
        text(panel, onAws ? markdown : ConsoleLinks.without(markdown));
      }
    }
    panel
        .putObject("gridPos")
        .put("x", widget.path("x").asInt())
        .put("y", widget.path("y").asInt())
        .put("w", widget.path("width").asInt())
        .put("h", widget.path("height").asInt());
    return panel;
  }

  private static void text(ObjectNode panel, String markdown) {
    panel.put("type", "text").put("title", "");
    panel.putObject("options").put("mode", "markdown").put("content", markdown);
  }

  private void alarms(ObjectNode panel, JsonNode properties) {
    String title = properties.path("title").asString("");
    if (datasource == GrafanaDatasource.CLOUDWATCH) {
      text(
          panel,
          "The states of the alarms are in"
              + " [CloudWatch](https://console.aws.amazon.com/cloudwatch/home?region=$region#alarmsV2:).");
      panel.put("title", title);
      return;
    }
    panel.put("type", "stat").put("title", title);
    source(panel);
    ArrayNode queries = panel.putArray("targets");
    for (JsonNode alarm : properties.path("alarms")) {
      String name = alarm.asString("");
      String selector =
          "{alertname=\""
              + PromQl.alertName(name)
              + "\",alertstate=\"firing\",environment=\"$environment\"}";
      queries
          .addObject()
          .put("refId", Targets.letter(queries.size() - 1))
          .put("expr", "max(ALERTS" + selector + ") or vector(0)")
          .put("legendFormat", name)
          .put("editorMode", "code")
          .put("range", true);
    }
    ObjectNode defaults = panel.putObject("fieldConfig").putObject("defaults");
    ObjectNode mapping = defaults.putArray("mappings").addObject().put("type", "value");
    ObjectNode states = mapping.putObject("options");
    states.putObject("0").put("text", "OK").put("color", GREEN);
    states.putObject("1").put("text", "ALARM").put("color", RED);
    steps(defaults.putObject("thresholds"), 1, /* above= */ true);
    ((ObjectNode) panel.path("fieldConfig")).putArray("overrides");
    panel.putObject("options").put("colorMode", "background").put("textMode", "value_and_name");
  }

  private void graph(ObjectNode panel, JsonNode properties) {
    String view = properties.path("view").asString("");
    boolean lines = !VIEWS.containsKey(view);
    panel.put("type", VIEWS.getOrDefault(view, "timeseries"));
    panel.put("title", properties.path("title").asString(""));
    source(panel);
    panel.set("targets", targets.of(properties));
    ObjectNode config = panel.putObject("fieldConfig");
    ObjectNode defaults = config.putObject("defaults");
    JsonNode axis = properties.path("yAxis").path("left");
    if (axis.has("min")) {
      defaults.set("min", axis.path("min"));
    }
    if (axis.has("max")) {
      defaults.set("max", axis.path("max"));
    }
    defaults.put("unit", unit(properties));
    ObjectNode custom = Json.mapper().createObjectNode();
    custom.put("showPoints", "never").put("spanNulls", false);
    if (properties.path("stacked").asBoolean(false)) {
      custom.putObject("stacking").put("mode", "normal").put("group", "A");
    }
    if (lines) {
      defaults.set("custom", custom);
    }
    JsonNode line = properties.path("annotations").path("horizontal").path(0);
    ObjectNode thresholds = defaults.putObject("thresholds");
    if (line.has("value")) {
      custom.putObject("thresholdsStyle").put("mode", "line");
      boolean above = line.path("label").asString("").contains("above");
      steps(thresholds, line.path("value").asDouble(), above);
    } else {
      thresholds.put("mode", "absolute");
      first(thresholds.putArray("steps"), GREEN);
    }
    config.set("overrides", colors(properties));
    ObjectNode options = panel.putObject("options");
    if (!lines) {
      options.putObject("reduceOptions").put("values", false).putArray("calcs").add("lastNotNull");
      return;
    }
    options
        .putObject("legend")
        .put("displayMode", "list")
        .put("placement", "bottom")
        .put("showLegend", true)
        .putArray("calcs");
    options.putObject("tooltip").put("mode", "multi").put("sort", "none");
  }

  private static void steps(ObjectNode thresholds, double value, boolean above) {
    thresholds.put("mode", "absolute");
    ArrayNode steps = thresholds.putArray("steps");
    first(steps, above ? GREEN : RED);
    steps.addObject().put("color", above ? RED : GREEN).put("value", value);
  }

  private static void first(ArrayNode steps, String color) {
    steps.addObject().put("color", color).putNull("value");
  }

  /** Fixed colours of the lines that have one. */
  private static ArrayNode colors(JsonNode properties) {
    ArrayNode overrides = Json.mapper().createArrayNode();
    for (JsonNode row : properties.path("metrics")) {
      JsonNode options = row.path(row.size() - 1);
      if (options.has("color")) {
        ObjectNode override = overrides.addObject();
        override
            .putObject("matcher")
            .put("id", "byName")
            .put("options", options.path("label").asString(""));
        override
            .putArray("properties")
            .addObject()
            .put("id", "color")
            .putObject("value")
            .put("mode", "fixed")
            .put("fixedColor", options.path("color").asString(""));
      }
    }
    return overrides;
  }

  private static String unit(JsonNode properties) {
    if (properties.path("yAxis").path("left").path("label").asString("").equals("Percent")) {
      return "percent";
    }
    if (WidgetUnit.isSeconds(properties)) {
      return "s";
    }
    return WidgetUnit.isShare(properties) ? "percentunit" : "short";
  }

  private static void source(ObjectNode panel) {
    panel.putObject("datasource").put("uid", "${datasource}");
  }
}
