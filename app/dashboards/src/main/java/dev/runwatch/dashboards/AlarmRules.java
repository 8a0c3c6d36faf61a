/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.ComparisonOperator;
import dev.runwatch.dashboards.body.AlarmWidget;
import dev.runwatch.dashboards.body.DashboardBody;
import dev.runwatch.dashboards.body.Fault;
import dev.runwatch.dashboards.body.HorizontalAnnotation;
import dev.runwatch.dashboards.body.HorizontalAnnotation.Edge;
import dev.runwatch.dashboards.body.MetricWidget;
import dev.runwatch.dashboards.body.Place;
import dev.runwatch.dashboards.body.Widget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What contradicts the alarms: their states, thresholds and quantities. */
final class AlarmRules {

  private final DashboardBody body;
  private final Map<String, AlarmDefinition> alarms = new HashMap<>();
  private final List<String> names;
  private final Set<String> states = new HashSet<>();
  private final Set<String> lines = new HashSet<>();
  private final List<Fault> faults = new ArrayList<>();

  AlarmRules(DashboardBody body, List<AlarmDefinition> alarms) {
    this.body = body;
    alarms.forEach(alarm -> this.alarms.put(alarm.name(), alarm));
    this.names = alarms.stream().map(AlarmDefinition::name).sorted().toList();
  }

  List<Fault> faults() {
    for (Widget widget : body.widgets()) {
      if (widget instanceof AlarmWidget list) {
        states(list);
      } else if (widget instanceof MetricWidget graph) {
        graph.annotations().horizontal().forEach(line -> line(graph, line));
      }
    }
    Place widgets = BodyRules.inner(body.place(), "/widgets");
    for (String name : names) {
      if (!states.contains(name)) {
        fault(
            widgets,
            "show the state of the alarm "
                + name
                + " nowhere; add "
                + Tokens.alarm(name)
                + " to an alarm widget");
      }
      if (!lines.contains(name)) {
        fault(
            widgets,
            "draw the threshold of the alarm "
                + name
                + " nowhere; add a horizontal annotation with the value "
                + Tokens.threshold(name));
      }
    }
    return faults;
  }

  private void states(AlarmWidget widget) {
    for (int i = 0; i < widget.alarms().size(); i++) {
      String text = widget.alarms().get(i);
      Optional<String> name = Tokens.alarmOf(text).filter(alarms::containsKey);
      name.ifPresent(states::add);
      if (name.isEmpty()) {
        fault(
            BodyRules.inner(widget.place(), "/properties/alarms/" + i),
            "'"
                + text
                + "' is not the token of a definition; write @@alarm.NAME@@ with one of "
                + String.join(", ", names));
      }
    }
  }

  private void line(MetricWidget widget, HorizontalAnnotation line) {
    edge(widget, line, line.from());
    if (line.to() != null) {
      edge(widget, line, line.to());
    }
  }

  private void edge(MetricWidget widget, HorizontalAnnotation line, Edge edge) {
    Place place = BodyRules.inner(edge.place(), "/value");
    Optional<AlarmDefinition> found =
        Optional.ofNullable(edge.token()).flatMap(Tokens::thresholdOf).map(alarms::get);
    if (found.isEmpty()) {
      String text = edge.token() == null ? Double.toString(edge.value()) : edge.token();
      fault(
          place,
          "'"
              + text
              + "' is not the token of a definition; write @@threshold.NAME@@, so that the line"
              + " follows the alarm");
      return;
    }
    AlarmDefinition alarm = found.get();
    lines.add(alarm.name());
    String wanted = Quantity.watchedBy(alarm);
    boolean drawn =
        widget.visibleLines().stream()
            .filter(it -> it.options().side() == line.side())
            .anyMatch(it -> Quantity.of(it, widget.lines()).equals(wanted));
    if (!drawn) {
      fault(
          place,
          "is the threshold of "
              + alarm.name()
              + ", and no visible line of the "
              + line.side().word()
              + " axis is what that alarm watches; draw "
              + wanted);
    }
    label(alarm, edge);
  }

  private void label(AlarmDefinition alarm, Edge edge) {
    ComparisonOperator operator = alarm.rule().operator();
    boolean above = operator.name().startsWith("GREATER");
    String right = above ? "above" : "below";
    if (!edge.label().contains(right)) {
      fault(
          BodyRules.inner(edge.place(), "/label"),
          "'"
              + edge.label()
              + "' must say that "
              + alarm.name()
              + " alarms "
              + right
              + " this line; write alarm "
              + right);
    }
  }

  private void fault(Place place, String message) {
    faults.add(new Fault(place, message));
  }
}
