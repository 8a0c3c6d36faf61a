/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.export;

import dev.runwatch.common.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The variables of the dashboard, which Grafana shows above the panels. */
final class GrafanaVariables {

  private static final List<String> INTERVALS = List.of("1m", "5m", "15m", "1h");

  private GrafanaVariables() {}

  static ArrayNode of(GrafanaDatasource datasource, String environment, String namespace) {
    ArrayNode variables = Json.mapper().createArrayNode();
    variables
        .addObject()
        .put("name", "datasource")
        .put("label", "Data source")
        .put("type", "datasource")
        .put("query", datasource.type());
    if (datasource == GrafanaDatasource.PROMETHEUS) {
      query(variables, "label_values(coordinator_healthy, Environment)", environment);
      interval(variables.addObject());
    } else {
      text(variables, "region", "Region", "default");
      text(variables, "namespace", "Namespace", namespace);
      query(
          variables,
          "dimension_values($region, $namespace, runs_created_total, Environment)",
          environment);
    }
    return variables;
  }

  private static void query(ArrayNode variables, String query, String environment) {
    ObjectNode variable = variables.addObject();
    variable.put("name", "environment").put("label", "Environment").put("type", "query");
    variable.putObject("datasource").put("uid", "${datasource}");
    variable.put("query", query).put("refresh", 1);
    variable.putObject("current").put("text", environment).put("value", environment);
  }

  private static void interval(ObjectNode variable) {
    variable.put("name", "interval").put("label", "Interval").put("type", "interval");
    variable.put("query", String.join(",", INTERVALS));
    ArrayNode options = variable.putArray("options");
    for (String interval : INTERVALS) {
      options
          .addObject()
          .put("text", interval)
          .put("value", interval)
          .put("selected", interval.equals(INTERVALS.get(0)));
    }
    variable.putObject("current").put("text", INTERVALS.get(0)).put("value", INTERVALS.get(0));
  }

  private static void text(ArrayNode variables, String name, String label, String value) {
    ObjectNode variable = variables.addObject();
    variable.put("name", name).put("label", label).put("type", "textbox").put("query", value);
    variable.putObject("current").put("text", value).put("value", value);
  }
}
