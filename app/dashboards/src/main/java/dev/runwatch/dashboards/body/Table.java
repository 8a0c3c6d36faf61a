/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import java.util.List;

/**
 * How a table is laid out.
 *
 * @param vertical whether the lines are columns rather than rows
 * @param stickySummary whether the summary stays in view while the table scrolls
 * @param showTimeSeriesData whether each point has a cell
 * @param summaryColumns what is summarised, such as {@code MIN}, {@code MAX}, {@code AVG}; empty
 *     for CloudWatch's default
 */
public record Table(
    boolean vertical,
    boolean stickySummary,
    boolean showTimeSeriesData,
    List<String> summaryColumns) {

  /** CloudWatch's default: a row for each line, with its points. */
  public static final Table DEFAULT =
      new Table(
          /* vertical= */ false,
          /* stickySummary= */ false,
          /* showTimeSeriesData= */ true,
          List.of());

  public Table {
    summaryColumns = List.copyOf(summaryColumns);
  }
}
