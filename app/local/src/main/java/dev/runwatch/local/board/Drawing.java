/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.board;

import dev.runwatch.dashboards.body.Axis;
import dev.runwatch.dashboards.body.HorizontalAnnotation;
import dev.runwatch.dashboards.body.MetricWidget;
import dev.runwatch.dashboards.body.VerticalAnnotation;
import dev.runwatch.local.board.DrawnWidget.DrawnAxis;
import dev.runwatch.local.board.DrawnWidget.DrawnLine;
import dev.runwatch.local.board.DrawnWidget.HorizontalMark;
import dev.runwatch.local.board.DrawnWidget.Metrics;
import dev.runwatch.local.board.DrawnWidget.VerticalMark;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a metric widget says of its drawing, beside its data. */
final class Drawing {

  private Drawing() {}

  static Metrics of(
      MetricWidget widget, Grid grid, List<DrawnLine> lines, @Nullable String problem) {
    return new Metrics(
        widget.box(),
        widget.title(),
        widget.view().word(),
        widget.stacked(),
        widget.sparkline(),
        widget.singleValueFullPrecision(),
        widget.legend().word(),
        grid.start(),
        grid.step(),
        grid.count(),
        lines,
        axis(widget.left()),
        axis(widget.right()),
        widget.annotations().horizontal().stream()
            .filter(HorizontalAnnotation::visible)
            .map(Drawing::mark)
            .toList(),
        widget.annotations().vertical().stream()
            .filter(VerticalAnnotation::visible)
            .map(Drawing::mark)
            .toList(),
        widget.table().summaryColumns(),
        problem);
  }

  private static DrawnAxis axis(Axis axis) {
    return new DrawnAxis(axis.min(), axis.max(), axis.label());
  }

  private static HorizontalMark mark(HorizontalAnnotation it) {
    HorizontalAnnotation.@Nullable Edge to = it.to();
    return new HorizontalMark(
        it.from().value(),
        it.from().label(),
        to == null ? null : to.value(),
        to == null ? "" : to.label(),
        it.color(),
        it.fill().word(),
        it.side().word());
  }

  private static VerticalMark mark(VerticalAnnotation it) {
    VerticalAnnotation.@Nullable Edge to = it.to();
    return new VerticalMark(
        it.from().at().getEpochSecond(),
        it.from().label(),
        to == null ? null : to.at().getEpochSecond(),
        to == null ? "" : to.label(),
        it.color(),
        it.fill().word());
  }
}
