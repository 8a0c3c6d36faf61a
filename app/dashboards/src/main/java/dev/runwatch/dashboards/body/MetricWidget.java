/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A widget that draws metrics.
 *
 * @param lines the entries of {@code metrics} with their shorthand resolved, in the order of the
 *     body; empty where it draws an alarm
 * @param region the region of the metrics, or empty
 * @param accountId the account of the metrics, or null for the dashboard's own
 * @param statistic the statistic of the lines that name none; {@value MetricLine#DEFAULT_STATISTIC}
 *     by default
 * @param period the period of the lines that name none; 300 s by default
 * @param stacked whether the lines are stacked areas
 * @param sparkline whether numbers have a small graph below
 * @param liveData whether the newest, incomplete period is drawn
 * @param setPeriodToTimeRange whether a number covers the whole time range
 * @param singleValueFullPrecision whether numbers are not rounded
 * @param timezone the offset of the times, such as {@code +0130}, or null for the user's
 * @param start the widget's own start, or null for the dashboard's
 * @param end the widget's own end, or null for the dashboard's
 * @param left the left axis
 * @param right the right axis
 * @param table how a table is laid out
 */
public record MetricWidget(
    Place place,
    Box box,
    String title,
    View view,
    List<Line> lines,
    String region,
    @Nullable String accountId,
    String statistic,
    Duration period,
    boolean stacked,
    boolean sparkline,
    boolean liveData,
    boolean setPeriodToTimeRange,
    boolean singleValueFullPrecision,
    Legend legend,
    @Nullable String timezone,
    @Nullable String start,
    @Nullable String end,
    Axis left,
    Axis right,
    Annotations annotations,
    Table table)
    implements Widget {

  /** The period of a widget that names none. */
  public static final Duration DEFAULT_PERIOD = Duration.ofMinutes(5);

  public MetricWidget {
    lines = List.copyOf(lines);
  }

  /** The lines that are drawn; the others are only read by expressions. */
  public List<Line> visibleLines() {
    return lines.stream().filter(line -> line.options().visible()).toList();
  }
}
