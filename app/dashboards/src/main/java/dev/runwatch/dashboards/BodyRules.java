/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import dev.runwatch.dashboards.body.AlarmWidget;
import dev.runwatch.dashboards.body.DashboardBody;
import dev.runwatch.dashboards.body.ExpressionLine;
import dev.runwatch.dashboards.body.Fault;
import dev.runwatch.dashboards.body.Line;
import dev.runwatch.dashboards.body.MetricWidget;
import dev.runwatch.dashboards.body.Place;
import dev.runwatch.dashboards.body.Variable;
import dev.runwatch.dashboards.body.Widget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What is wrong with a body beyond its single values. For one body; not thread-safe. */
final class BodyRules {

  private static final int MAX_METRICS = 2500;
  private static final Pattern REGION =
      Pattern.compile("[a-z]{2,}(?:-[a-z]+)+-\\d{1,2}|.*[@$<{].*");
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:cloudwatch:[a-z0-9-]+:\\d{12}:alarm:.+|.*[@$<{].*");

  private final DashboardBody body;
  private final List<Fault> faults = new ArrayList<>();

  BodyRules(DashboardBody body) {
    this.body = body;
  }

  List<Fault> faults() {
    overlaps();
    ids();
    int metrics = 0;
    for (Widget widget : body.widgets()) {
      if (widget instanceof MetricWidget metric) {
        metrics += metric.lines().size();
        metricWidget(metric);
      } else if (widget instanceof AlarmWidget alarms) {
        for (int i = 0; i < alarms.alarms().size(); i++) {
          arn(inner(widget.place(), "/properties/alarms/" + i), alarms.alarms().get(i));
        }
      }
    }
    if (metrics > MAX_METRICS) {
      fault(
          inner(body.place(), "/widgets"),
          "have "
              + metrics
              + " metrics, and a dashboard has at most "
              + MAX_METRICS
              + "; move some to another dashboard");
    }
    return faults;
  }

  private void overlaps() {
    List<Widget> before = new ArrayList<>();
    for (Widget widget : body.widgets()) {
      before.stream()
          .filter(other -> other.box().overlaps(widget.box()))
          .findFirst()
          .ifPresent(
              other ->
                  fault(
                      widget.place(),
                      "overlaps "
                          + other.place()
                          + " in line "
                          + other.place().line()
                          + "; move it to y "
                          + (other.box().y() + other.box().height())));
      before.add(widget);
    }
  }

  private void ids() {
    Set<String> ids = new HashSet<>();
    for (Variable variable : body.variables()) {
      if (!variable.id().isEmpty() && !ids.add(variable.id())) {
        fault(
            inner(variable.place(), "/id"),
            "'" + variable.id() + "' is the id of another variable too; rename one");
      }
    }
  }

  private void metricWidget(MetricWidget widget) {
    String region = widget.region();
    if (!region.isEmpty() && !REGION.matcher(region).matches()) {
      fault(
          inner(widget.place(), "/properties/region"),
          "'" + region + "' is not a region; write one such as eu-west-1");
    }
    for (String alarm : widget.annotations().alarms()) {
      arn(inner(widget.place(), "/properties/annotations/alarms/0"), alarm);
    }
    int queries = 0;
    for (Line line : widget.lines()) {
      if (line instanceof ExpressionLine expression) {
        queries += expression.isQuery() ? 1 : 0;
        if (queries == 2 && expression.isQuery()) {
          fault(line.place(), "is the second query of Metrics Insights; a widget has at most one");
        }
      }
    }
    faults.addAll(new ExpressionRules(widget).faults());
    if (!widget.lines().isEmpty() && widget.visibleLines().isEmpty()) {
      fault(
          inner(widget.place(), "/properties/metrics"),
          "are all invisible, so nothing is drawn; remove visible from one");
    }
  }

  private void arn(Place place, String arn) {
    if (!arn.isEmpty() && !ARN.matcher(arn).matches()) {
      fault(
          place,
          "'"
              + arn
              + "' is not the ARN of an alarm; write arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME");
    }
  }

  private void fault(Place place, String message) {
    faults.add(new Fault(place, message));
  }

  /** A place below another one, on its line. */
  static Place inner(Place place, String pointer) {
    return new Place(place.pointer() + pointer, place.line());
  }
}
