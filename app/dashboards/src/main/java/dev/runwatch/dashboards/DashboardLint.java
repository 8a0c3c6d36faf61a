/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import dev.runwatch.dashboards.Widget.Line;
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
 * What CloudWatch would refuse or silently draw wrong, and what the catalogue says otherwise.
 *
 * <p>Source of the limits: "Dashboard body structure and syntax" of the CloudWatch API reference.
 */
final class DashboardLint {

  private static final int COLUMNS = 24;
  private static final int MAX_HEIGHT = 1000;
  private static final int MAX_WIDGETS = 500;
  private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

  private final Map<String, Double> thresholds;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> shown = new TreeSet<>();
  private final Set<String> alarms = new TreeSet<>();
  private final Set<String> taken = new HashSet<>();

  DashboardLint(Map<String, Double> thresholds) {
    this.thresholds = thresholds;
  }

  List<String> faults(ObjectNode body) {
    JsonNode widgets = body.path("widgets");
    if (!widgets.isArray() || widgets.size() > MAX_WIDGETS) {
      faults.add("widgets: must be a list of at most " + MAX_WIDGETS);
      return faults;
    }
    if (body.has("end") && !body.has("start")) {
      faults.add("end: is ignored without start; add start");
    }
    for (int i = 0; i < widgets.size(); i++) {
      check("widgets[" + i + "]", widgets.get(i));
    }
    for (MetricSpec spec : MetricCatalogue.onCloudWatch()) {
      if (!shown.contains(spec.name())) {
        faults.add("widgets: " + spec.name() + " is in the catalogue and on no widget; add it");
      }
    }
    for (String alarm : new TreeSet<>(thresholds.keySet())) {
      if (!alarms.contains(alarm)) {
        faults.add(
            "widgets: alarm " + alarm + " is on no alarm widget; add @@alarm." + alarm + "@@");
      }
    }
    return faults;
  }

  private void check(String at, JsonNode widget) {
    place(at, widget);
    JsonNode properties = widget.path("properties");
    switch (widget.path("type").asString("")) {
      case "metric" -> metric(at + ".properties", properties);
      case "alarm" -> alarm(at + ".properties.alarms", properties.path("alarms"));
      case "text" -> {
        if (!properties.path("markdown").isString()) {
          faults.add(at + ".properties.markdown: is required");
        }
      }
      default -> faults.add(at + ".type: must be metric, alarm or text");
    }
  }

  private void place(String at, JsonNode widget) {
    int x = widget.path("x").asInt(-1);
    int y = widget.path("y").asInt(-1);
    int width = widget.path("width").asInt(0);
    int height = widget.path("height").asInt(0);
    if (x < 0 || y < 0 || width < 1 || x + width > COLUMNS || height < 1 || height > MAX_HEIGHT) {
      faults.add(at + ": x, y, width and height must lie within the grid of 24 columns");
      return;
    }
    for (int column = x; column < x + width; column++) {
      for (int row = y; row < y + height; row++) {
        if (!taken.add(column + "," + row)) {
          faults.add(at + ": lies over another widget");
          return;
        }
      }
    }
  }

  private void alarm(String at, JsonNode list) {
    if (!list.isArray() || list.isEmpty() || list.size() > 100) {
      faults.add(at + ": must be a list of 1 to 100 alarms");
    }
    for (JsonNode alarm : list) {
      String text = alarm.asString("");
      if (!Dashboard.isAlarmToken(text) || !thresholds.containsKey(Dashboard.alarmOf(text))) {
        faults.add(at + ": '" + text + "' is no token @@alarm.NAME@@ of a definition");
      } else {
        alarms.add(Dashboard.alarmOf(text));
      }
    }
  }

  private void metric(String at, JsonNode properties) {
    if (!properties.path("region").asString("").equals("@@region@@")) {
      faults.add(at + ".region: must be @@region@@, not a region of one's own");
    }
    int period = properties.path("period").asInt(0);
    if (period < 60 || period % 60 != 0) {
      faults.add(at + ".period: must be a multiple of 60");
    }
    Set<String> ids = new HashSet<>();
    JsonNode rows = properties.path("metrics");
    for (int i = 0; i < rows.size(); i++) {
      row(at + ".metrics[" + i + "]", rows.get(i), properties, ids);
    }
    for (JsonNode line : properties.path("annotations").path("horizontal")) {
      String value = line.path("value").asString("");
      if (!Dashboard.isThresholdToken(value)
          || !thresholds.containsKey(Dashboard.thresholdOf(value))) {
        faults.add(
            at
                + ".annotations.horizontal.value: '"
                + value
                + "' is no token @@threshold.NAME@@ of a definition: a number would grow stale");
      }
      colour(at + ".annotations.horizontal.color", line);
    }
  }

  private void row(String at, JsonNode row, JsonNode properties, Set<String> ids) {
    JsonNode options = row.path(row.size() - 1);
    String id = options.path("id").asString("");
    if (!id.isEmpty() && !ids.add(id)) {
      faults.add(at + ".id: '" + id + "' is there twice");
    }
    colour(at + ".color", options);
    if (!row.path(0).isString()) {
      if (options.path("expression").asString("").isEmpty()) {
        faults.add(at + ": is neither a metric nor an expression");
      }
      return;
    }
    if (!row.path(0).asString("").equals("@@namespace@@")) {
      faults.add(at + "[0]: must be @@namespace@@");
    }
    Line line = Widgets.line(row, properties.path("stat").asString("Average"));
    shown.add(line.metric());
    Optional<MetricSpec> found = MetricCatalogue.find(line.metric());
    if (found.isEmpty() || !found.get().onCloudWatch()) {
      faults.add(at + "[1]: " + line.metric() + " is not published; see the catalogue");
      return;
    }
    MetricSpec spec = found.get();
    if (!spec.dimensionSets().contains(line.dimensions().keySet())) {
      faults.add(
          at
              + ": "
              + line.metric()
              + " is not published with the dimensions "
              + new TreeSet<>(line.dimensions().keySet()));
    }
    boolean right =
        spec.statistics().contains(line.statistic())
            || (spec.kind() == MetricKind.HISTOGRAM && line.statistic().equals("SampleCount"));
    if (!right) {
      faults.add(
          at
              + ".stat: "
              + line.statistic()
              + " of "
              + line.metric()
              + " means nothing; take "
              + String.join(" or ", spec.statistics()));
    }
  }

  private void colour(String at, JsonNode node) {
    if (node.has("color") && !COLOUR.matcher(node.path("color").asString("")).matches()) {
      faults.add(at + ": must be #rrggbb");
    }
  }
}
