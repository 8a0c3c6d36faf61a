/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.export;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.common.Json;
import dev.runwatch.dashboards.Dashboard;
import dev.runwatch.metrics.MetricCatalogue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Exports the dashboard to Google Cloud Monitoring. */
public final class GoogleDashboardExport {

  /** The file of the dashboard, for {@code gcloud monitoring dashboards create}. */
  public static final String DASHBOARD = "runwatch-overview.json";

  /** Google's grid has twice the columns of CloudWatch's. */
  private static final int SCALE = 2;

  private static final int COLUMNS = 48;

  private final Dashboard dashboard;
  private final List<AlarmDefinition> alarms;
  private final String environment;

  /**
   * @param alarms the alarms that the dashboard shows
   * @param environment the environment that it shows
   */
  public GoogleDashboardExport(
      Dashboard dashboard, List<AlarmDefinition> alarms, String environment) {
    this.dashboard = dashboard;
    this.alarms = List.copyOf(alarms);
    this.environment = environment;
  }

  /** The files by their names. */
  public Map<String, String> files() {
    Map<String, String> names = new HashMap<>();
    alarms.forEach(alarm -> names.put(alarm.name(), alarm.name()));
    JsonNode body =
        Json.mapper()
            .readTree(
                dashboard.body("global", environment, MetricCatalogue.DEFAULT_NAMESPACE, names));
    ObjectNode google = Json.mapper().createObjectNode();
    google.put("displayName", "Runwatch " + environment);
    google.putObject("labels").put("runwatch", "");
    ObjectNode layout = google.putObject("mosaicLayout").put("columns", COLUMNS);
    ArrayNode tiles = layout.putArray("tiles");
    body.path("widgets").forEach(widget -> tiles.add(tile(widget)));
    String text =
        Json.mapper()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(google)
            .replace("\r\n", "\n");
    return Map.of(DASHBOARD, text + "\n");
  }

  private static ObjectNode tile(JsonNode widget) {
    ObjectNode tile = Json.mapper().createObjectNode();
    tile.put("xPos", widget.path("x").asInt() * SCALE)
        .put("yPos", widget.path("y").asInt() * SCALE)
        .put("width", widget.path("width").asInt() * SCALE)
        .put("height", widget.path("height").asInt() * SCALE);
    tile.set("widget", GoogleWidgets.of(widget));
    return tile;
  }
}
