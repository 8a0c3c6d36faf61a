/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import dev.runwatch.alarms.yaml.Suggestions;
import dev.runwatch.dashboards.body.DashboardBody;
import dev.runwatch.dashboards.body.Fault;
import dev.runwatch.dashboards.body.Line;
import dev.runwatch.dashboards.body.MetricLine;
import dev.runwatch.dashboards.body.MetricWidget;
import dev.runwatch.dashboards.body.PeriodOverride;
import dev.runwatch.dashboards.body.Place;
import dev.runwatch.dashboards.body.Side;
import dev.runwatch.dashboards.body.View;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricKind;
import dev.runwatch.metrics.MetricSpec;
import dev.runwatch.metrics.MetricUnit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What contradicts the metric catalogue. For one body; not thread-safe. */
final class CatalogueRules {

  private static final String SAMPLE_COUNT = "SampleCount";
  private static final String SUM = "Sum";

  private final DashboardBody body;
  private final List<Fault> faults = new ArrayList<>();

  CatalogueRules(DashboardBody body) {
    this.body = body;
  }

  List<Fault> faults() {
    Set<String> shown = new HashSet<>();
    for (MetricWidget widget : body.metricWidgets()) {
      for (Line line : widget.lines()) {
        if (line instanceof MetricLine metric) {
          shown.add(metric.name());
          metric(widget, metric);
        }
      }
      units(widget);
    }
    for (MetricSpec spec : MetricCatalogue.onCloudWatch()) {
      if (!shown.contains(spec.name())) {
        fault(
            BodyRules.inner(body.place(), "/widgets"),
            "show " + spec.name() + " nowhere, which is in the catalogue; add it to one");
      }
    }
    return faults;
  }

  private void metric(MetricWidget widget, MetricLine line) {
    Optional<MetricSpec> found = MetricCatalogue.find(line.name()).filter(MetricSpec::onCloudWatch);
    if (found.isEmpty()) {
      List<String> names = MetricCatalogue.onCloudWatch().stream().map(MetricSpec::name).toList();
      fault(
          BodyRules.inner(line.place(), "/1"),
          line.name()
              + " is not published"
              + Suggestions.nearest(line.name(), names)
                  .map(it -> "; did you mean " + it + "?")
                  .orElse("; see ./runwatch metrics"));
      return;
    }
    MetricSpec spec = found.get();
    if (!spec.dimensionSets().contains(line.dimensions().keySet())) {
      fault(
          line.place(),
          line.name()
              + " is not published with the dimensions "
              + new TreeSet<>(line.dimensions().keySet())
              + "; use "
              + String.join(
                  " or ",
                  spec.dimensionSets().stream()
                      .map(set -> new TreeSet<>(set).toString())
                      .toList()));
    }
    statistic(widget, line, spec);
  }

  private void statistic(MetricWidget widget, MetricLine line, MetricSpec spec) {
    String statistic = line.statistic();
    boolean events = spec.kind() == MetricKind.HISTOGRAM && statistic.equals(SAMPLE_COUNT);
    if (!events && !spec.statistics().contains(statistic)) {
      fault(
          line.place(),
          statistic
              + " of "
              + line.name()
              + " has no meaning; use "
              + String.join(" or ", spec.statistics()));
    }
    boolean longer =
        body.periodOverride() == PeriodOverride.AUTO
            || line.period().compareTo(Duration.ofMinutes(1)) > 0;
    boolean drawn = line.options().visible() && widget.view() == View.TIME_SERIES;
    if (spec.kind() == MetricKind.GAUGE && statistic.equals(SUM) && longer && drawn) {
      fault(
          line.place(),
          "Sum of "
              + line.name()
              + " adds up the minutes of a longer period; hide it, give it an id, and draw"
              + " id*60/PERIOD(id)");
    }
  }

  private void units(MetricWidget widget) {
    if (widget.view() != View.TIME_SERIES) {
      return;
    }
    Map<Side, MetricUnit> units = new EnumMap<>(Side.class);
    for (Line line : widget.visibleLines()) {
      if (line instanceof MetricLine metric) {
        Side side = line.options().side();
        MetricUnit unit = unit(metric);
        MetricUnit before = units.get(side);
        if (before != null && before != unit) {
          fault(
              line.place(),
              "is in "
                  + unit.cloudWatchName()
                  + ", and the lines before on the "
                  + side.word()
                  + " axis are in "
                  + before.cloudWatchName()
                  + "; move it to the other axis or to another widget");
        }
        units.putIfAbsent(side, unit);
      }
    }
  }

  private static MetricUnit unit(MetricLine line) {
    return line.statistic().equals(SAMPLE_COUNT)
        ? MetricUnit.COUNT
        : MetricCatalogue.find(line.name()).map(MetricSpec::unit).orElse(MetricUnit.COUNT);
  }

  private void fault(Place place, String message) {
    faults.add(new Fault(place, message));
  }
}
