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
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Exports the dashboard to Grafana: its JSON, and the files that provision it. */
public final class GrafanaExport {

  /** The version of Grafana's dashboard schema that is written; later ones read it. */
  public static final int SCHEMA_VERSION = 39;

  /** The file of the dashboard. */
  public static final String DASHBOARD = "dashboards/runwatch-overview.json";

  private final Dashboard dashboard;
  private final List<AlarmDefinition> alarms;
  private final String environment;

  /**
   * @param alarms the alarms that the dashboard shows
   * @param environment the environment that it opens with
   */
  public GrafanaExport(Dashboard dashboard, List<AlarmDefinition> alarms, String environment) {
    this.dashboard = dashboard;
    this.alarms = List.copyOf(alarms);
    this.environment = environment;
  }

  /**
   * The files by their names.
   *
   * @param url where the data source is, for its provisioning file
   */
  public Map<String, String> files(GrafanaDatasource datasource, String url) {
    Map<String, String> files = new TreeMap<>();
    files.put(
        DASHBOARD,
        Json.mapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(dashboard(datasource))
                .replace("\r\n", "\n")
            + "\n");
    files.put("provisioning/datasources/runwatch.yml", GrafanaFiles.datasource(datasource, url));
    files.put("provisioning/dashboards/runwatch.yml", GrafanaFiles.dashboards());
    return files;
  }

  private ObjectNode dashboard(GrafanaDatasource datasource) {
    Map<String, String> names = new HashMap<>();
    alarms.forEach(alarm -> names.put(alarm.name(), alarm.name()));
    JsonNode body =
        Json.mapper().readTree(dashboard.body("$region", "$environment", "$namespace", names));
    ObjectNode grafana = Json.mapper().createObjectNode();
    grafana.put("uid", "runwatch-overview-" + datasource.type());
    grafana.put("title", "Runwatch (" + datasource.title() + ")");
    grafana.put("schemaVersion", SCHEMA_VERSION);
    grafana.put("editable", false).put("refresh", "1m");
    grafana.putArray("tags").add("runwatch");
    grafana.putObject("time").put("from", "now-3h").put("to", "now");
    grafana
        .putArray("links")
        .addObject()
        .put("type", "dashboards")
        .put("title", "Runwatch")
        .put("icon", "external link")
        .put("tooltip", "")
        .put("asDropdown", true)
        .put("includeVars", true)
        .put("keepTime", true)
        .put("targetBlank", false)
        .putArray("tags")
        .add("runwatch");
    grafana
        .putObject("templating")
        .set(
            "list",
            GrafanaVariables.of(datasource, environment, MetricCatalogue.DEFAULT_NAMESPACE));
    ArrayNode panels = grafana.putArray("panels");
    GrafanaPanels maker = new GrafanaPanels(datasource);
    body.path("widgets").forEach(widget -> panels.add(maker.of(panels.size() + 1, widget)));
    return grafana;
  }
}
