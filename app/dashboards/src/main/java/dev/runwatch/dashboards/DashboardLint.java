/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricKind;
import dev.runwatch.metrics.MetricSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds what CloudWatch would refuse or draw wrong, and what contradicts the metric catalogue and
 * the alarm definitions. For one body; not thread-safe.
 *
 * <p>Source of the limits: "Dashboard body structure and syntax" of the CloudWatch API reference.
 */
final class DashboardLint {

  private static final int COLUMNS = 24;
  private static final int MAX_HEIGHT = 1000;
  private static final int MAX_WIDGETS = 500;
  private static final int MAX_ALARMS = 100;
  private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

  private final Map<String, Double> thresholds;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> shownMetrics = new TreeSet<>();
  private final Set<String> shownAlarms = new TreeSet<>();
  private final Set<String> occupied = new HashSet<>();

  /**
   * @param thresholds the threshold of each alarm by its name
   */
  DashboardLint(Map<String, Double> thresholds) {
    this.thresholds = thresholds;
  }

  /** The faults, one line each: where, what is wrong, what to do. */
  List<String> faults(ObjectNode body) {
    JsonNode widgets = body.path("widgets");
    if (!widgets.isArray() || widgets.size() > MAX_WIDGETS) {
      fault("widgets", "must be a list of at most " + MAX_WIDGETS);
      return faults;
    }
    if (body.has("end") && !body.has("start")) {
      fault("end", "CloudWatch ignores it without start; add start");
    }
    for (int i = 0; i < widgets.size(); i++) {
      checkWidget("widgets[" + i + "]", widgets.get(i));
    }
    for (MetricSpec spec : MetricCatalogue.onCloudWatch()) {
      if (!shownMetrics.contains(spec.name())) {
        fault("widgets", spec.name() + " is in the catalogue and on no widget; add it to one");
      }
    }
    for (String alarm : new TreeSet<>(thresholds.keySet())) {
      if (!shownAlarms.contains(alarm)) {
        fault("widgets", "alarm " + alarm + " is on no alarm widget; add " + Tokens.alarm(alarm));
      }
    }
    return faults;
  }

  private void fault(String at, String fault) {
    faults.add(at + ": " + fault);
  }

  private void checkWidget(String at, JsonNode widget) {
    checkPosition(at, widget);
    JsonNode properties = widget.path("properties");
    switch (widget.path("type").asString("")) {
      case "metric" -> checkMetricWidget(at + ".properties", properties);
      case "alarm" -> checkAlarms(at + ".properties.alarms", properties.path("alarms"));
      case "text" -> {
        if (!properties.path("markdown").isString()) {
          fault(at + ".properties.markdown", "is required");
        }
      }
      default -> fault(at + ".type", "must be metric, alarm or text");
    }
  }

  private void checkPosition(String at, JsonNode widget) {
    int x = widget.path("x").asInt(-1);
    int y = widget.path("y").asInt(-1);
    int width = widget.path("width").asInt(0);
    int height = widget.path("height").asInt(0);
    if (x < 0 || y < 0 || width < 1 || x + width > COLUMNS || height < 1 || height > MAX_HEIGHT) {
      fault(at, "x, y, width and height must lie within the grid of " + COLUMNS + " columns");
      return;
    }
    for (int column = x; column < x + width; column++) {
      for (int row = y; row < y + height; row++) {
        if (!occupied.add(column + "," + row)) {
          fault(at, "overlaps another widget; move it");
          return;
        }
      }
    }
  }

  private void checkAlarms(String at, JsonNode list) {
    if (!list.isArray() || list.isEmpty() || list.size() > MAX_ALARMS) {
      fault(at, "must be a list of 1 to " + MAX_ALARMS + " alarms");
    }
    for (JsonNode alarm : list) {
      String text = alarm.asString("");
      Optional<String> name = Tokens.alarmOf(text).filter(thresholds::containsKey);
      name.ifPresent(shownAlarms::add);
      if (name.isEmpty()) {
        fault(at, "'" + text + "' is not the token of a definition; write @@alarm.NAME@@");
      }
    }
  }

  private void checkMetricWidget(String at, JsonNode properties) {
    if (!properties.path("region").asString("").equals(Tokens.REGION)) {
      fault(at + ".region", "must be " + Tokens.REGION + "; each stack has its own region");
    }
    int period = properties.path("period").asInt(0);
    if (period < 60 || period % 60 != 0) {
      fault(at + ".period", "must be a multiple of 60");
    }
    Set<String> ids = new HashSet<>();
    JsonNode rows = properties.path("metrics");
    for (int i = 0; i < rows.size(); i++) {
      checkRow(at + ".metrics[" + i + "]", rows.get(i), properties, ids);
    }
    for (JsonNode line : properties.path("annotations").path("horizontal")) {
      String value = line.path("value").asString("");
      if (Tokens.thresholdOf(value).filter(thresholds::containsKey).isEmpty()) {
        fault(
            at + ".annotations.horizontal.value",
            "'"
                + value
                + "' is not the token of a definition; write @@threshold.NAME@@, so that the line"
                + " follows the alarm");
      }
      checkColour(at + ".annotations.horizontal.color", line);
    }
  }

  private void checkRow(String at, JsonNode row, JsonNode properties, Set<String> ids) {
    JsonNode options = row.path(row.size() - 1);
    String id = options.path("id").asString("");
    if (!id.isEmpty() && !ids.add(id)) {
      fault(at + ".id", "'" + id + "' is used twice in this widget; rename one");
    }
    checkColour(at + ".color", options);
    if (row.path(0).isString()) {
      checkMetric(at, MetricRow.of(row, properties));
    } else if (options.path("expression").asString("").isEmpty()) {
      fault(at, "must be a metric or an expression");
    }
  }

  private void checkMetric(String at, MetricRow row) {
    if (!row.namespace().equals(Tokens.NAMESPACE)) {
      fault(at + "[0]", "must be " + Tokens.NAMESPACE + "; each environment may have its own");
    }
    shownMetrics.add(row.name());
    Optional<MetricSpec> found = MetricCatalogue.find(row.name()).filter(MetricSpec::onCloudWatch);
    if (found.isEmpty()) {
      fault(at + "[1]", row.name() + " is not published; see ./runwatch metrics");
      return;
    }
    MetricSpec spec = found.get();
    if (!spec.dimensionSets().contains(row.dimensions().keySet())) {
      fault(
          at,
          row.name()
              + " is not published with the dimensions "
              + new TreeSet<>(row.dimensions().keySet()));
    }
    boolean meaningful =
        spec.statistics().contains(row.statistic())
            || (spec.kind() == MetricKind.HISTOGRAM && row.statistic().equals("SampleCount"));
    if (!meaningful) {
      fault(
          at + ".stat",
          row.statistic()
              + " of "
              + row.name()
              + " has no meaning; use "
              + String.join(" or ", spec.statistics()));
    }
  }

  private void checkColour(String at, JsonNode node) {
    if (node.has("color") && !COLOUR.matcher(node.path("color").asString("")).matches()) {
      fault(at, "must be #rrggbb");
    }
  }
}
