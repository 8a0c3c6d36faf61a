/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a CloudWatch dashboard. Immutable. {@link BodyReader} makes one of JSON.
 *
 * @param widgets in the order of the body
 * @param variables in the order of the body
 * @param start the start of the time range: an ISO-8601 time, or a period before now such as {@code
 *     -PT3H}; null for CloudWatch's default, three hours
 * @param end the end of the time range, or null for now
 * @param periodOverride whether the periods of the graphs follow the time range
 * @param place the whole body
 */
public record DashboardBody(
    List<Widget> widgets,
    List<Variable> variables,
    @Nullable String start,
    @Nullable String end,
    PeriodOverride periodOverride,
    Place place) {

  public DashboardBody {
    widgets = List.copyOf(widgets);
    variables = List.copyOf(variables);
  }

  /** The widgets that draw metrics. */
  public List<MetricWidget> metricWidgets() {
    return widgets.stream()
        .filter(MetricWidget.class::isInstance)
        .map(MetricWidget.class::cast)
        .toList();
  }
}
