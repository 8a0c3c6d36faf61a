/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.dashboards.body.DashboardBody;
import dev.runwatch.dashboards.body.Fault;
import dev.runwatch.dashboards.body.Line;
import dev.runwatch.dashboards.body.LogWidget;
import dev.runwatch.dashboards.body.MetricLine;
import dev.runwatch.dashboards.body.MetricWidget;
import dev.runwatch.dashboards.body.Place;
import dev.runwatch.dashboards.body.TextWidget;
import dev.runwatch.dashboards.body.Variable;
import dev.runwatch.dashboards.body.Widget;
import dev.runwatch.metrics.MetricCatalogue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Literals where deployments differ, and tokens that nothing replaces. */
final class TokenRules {

  private static final Pattern TOKEN = Pattern.compile("@@[^@]*@@");

  private final DashboardBody body;
  private final Set<String> known = new HashSet<>();
  private final List<Fault> faults = new ArrayList<>();

  TokenRules(DashboardBody body, List<AlarmDefinition> alarms) {
    this.body = body;
    known.addAll(List.of(Tokens.REGION, Tokens.ENVIRONMENT, Tokens.NAMESPACE));
    for (AlarmDefinition alarm : alarms) {
      known.add(Tokens.alarm(alarm.name()));
      known.add(Tokens.threshold(alarm.name()));
      known.add(Tokens.runbook(alarm.name()));
    }
  }

  List<Fault> faults() {
    for (Widget widget : body.widgets()) {
      Place properties = BodyRules.inner(widget.place(), "/properties");
      text(BodyRules.inner(properties, "/title"), widget.title());
      if (widget instanceof MetricWidget graph) {
        mustBe(BodyRules.inner(properties, "/region"), graph.region(), Tokens.REGION);
        graph.lines().forEach(this::line);
      } else if (widget instanceof LogWidget log) {
        mustBe(BodyRules.inner(properties, "/region"), log.region(), Tokens.REGION);
        text(BodyRules.inner(properties, "/query"), log.query());
      } else if (widget instanceof TextWidget note) {
        text(BodyRules.inner(properties, "/markdown"), note.markdown());
      }
    }
    for (Variable variable : body.variables()) {
      text(BodyRules.inner(variable.place(), "/search"), String.valueOf(variable.search()));
      if (variable.target().equals(MetricCatalogue.ENVIRONMENT)) {
        mustBe(
            BodyRules.inner(variable.place(), "/defaultValue"),
            String.valueOf(variable.defaultValue()),
            Tokens.ENVIRONMENT);
      }
    }
    return faults;
  }

  private void line(Line line) {
    if (line.options().region() != null) {
      fault(line.place(), "has a region of its own; remove it, the widget's is the stack's");
    }
    text(line.place(), String.valueOf(line.options().label()));
    if (line instanceof MetricLine metric) {
      mustBe(BodyRules.inner(line.place(), "/0"), metric.namespace(), Tokens.NAMESPACE);
      String environment = metric.dimensions().get(MetricCatalogue.ENVIRONMENT);
      if (environment != null) {
        mustBe(line.place(), environment, Tokens.ENVIRONMENT);
      }
    }
  }

  private void mustBe(Place place, String text, String token) {
    if (!text.isEmpty() && !text.equals(token)) {
      fault(place, "'" + text + "' must be " + token + "; deployments differ in it");
    }
  }

  private void text(Place place, String text) {
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      if (!known.contains(matcher.group())) {
        fault(
            place,
            matcher.group()
                + " is no token; write @@region@@, @@environment@@, @@namespace@@, @@alarm.NAME@@,"
                + " @@threshold.NAME@@ or @@runbook.NAME@@");
      }
    }
  }

  private void fault(Place place, String message) {
    faults.add(new Fault(place, message));
  }
}
