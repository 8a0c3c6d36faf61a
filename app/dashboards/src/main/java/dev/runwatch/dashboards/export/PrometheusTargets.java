/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.export;

import dev.runwatch.alarms.export.PromQl;
import dev.runwatch.common.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Queries of Grafana's Prometheus data source. */
final class PrometheusTargets implements Targets {

  private final WidgetQueries queries =
      new WidgetQueries("[$interval]", "[$__range:]", PromQl::metric);

  @Override
  public ArrayNode of(JsonNode properties) {
    ArrayNode targets = Json.mapper().createArrayNode();
    for (WidgetQueries.Query query : queries.of(properties)) {
      targets
          .addObject()
          .put("refId", Targets.letter(targets.size() - 1))
          .put("expr", query.text())
          .put("legendFormat", query.label())
          .put("editorMode", "code")
          .put("range", true);
    }
    return targets;
  }
}
