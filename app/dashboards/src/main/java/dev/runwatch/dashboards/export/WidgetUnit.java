/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.export;

import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import dev.runwatch.metrics.MetricUnit;
import tools.jackson.databind.JsonNode;

/** The unit of what a widget draws. */
final class WidgetUnit {

  private WidgetUnit() {}

  /** Whether a line is a time. */
  static boolean isSeconds(JsonNode properties) {
    for (JsonNode row : properties.path("metrics")) {
      boolean counts = row.path(row.size() - 1).path("stat").asString("").equals("SampleCount");
      boolean seconds =
          MetricCatalogue.find(row.path(1).asString(""))
              .map(MetricSpec::unit)
              .filter(MetricUnit.SECONDS::equals)
              .isPresent();
      if (seconds && !counts) {
        return true;
      }
    }
    return false;
  }

  /** Whether all that is drawn are shares between 0 and 1. */
  static boolean isShare(JsonNode properties) {
    boolean share = properties.path("yAxis").path("left").path("max").asInt(0) == 1;
    for (JsonNode row : properties.path("metrics")) {
      share &= row.size() == 1 || row.path(row.size() - 1).has("visible");
    }
    return share;
  }
}
