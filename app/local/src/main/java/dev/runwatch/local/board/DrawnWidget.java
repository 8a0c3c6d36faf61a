/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.board;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.runwatch.dashboards.body.Box;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A widget as the page draws it. */
public sealed interface DrawnWidget {

  /** What the page takes it for: {@code metric}, {@code text}, {@code alarm} or {@code unknown}. */
  @JsonProperty
  String type();

  /** Where it stands on the grid of 24 columns. */
  Box box();

  /** Its heading, or empty. */
  String title();

  /**
   * Lines and numbers.
   *
   * @param view the word of the body, such as {@code timeSeries}
   * @param start seconds of the epoch of the first point
   * @param step seconds between points
   * @param count the number of points of each line
   * @param summaries the columns of a table
   * @param problem why there are no data, or null
   */
  record Metrics(
      Box box,
      String title,
      String view,
      boolean stacked,
      boolean sparkline,
      boolean fullPrecision,
      String legend,
      long start,
      long step,
      int count,
      List<DrawnLine> series,
      DrawnAxis left,
      DrawnAxis right,
      List<HorizontalMark> horizontal,
      List<VerticalMark> vertical,
      List<String> summaries,
      @Nullable String problem)
      implements DrawnWidget {

    public Metrics {
      series = List.copyOf(series);
      horizontal = List.copyOf(horizontal);
      vertical = List.copyOf(vertical);
      summaries = List.copyOf(summaries);
    }

    @Override
    public String type() {
      return "metric";
    }
  }

  /** Text in Markdown. */
  record Text(Box box, String title, String markdown) implements DrawnWidget {
    @Override
    public String type() {
      return "text";
    }
  }

  /**
   * States of alarms.
   *
   * @param alarms their names in CloudWatch
   */
  record Alarms(Box box, String title, List<String> alarms) implements DrawnWidget {
    public Alarms {
      alarms = List.copyOf(alarms);
    }

    @Override
    public String type() {
      return "alarm";
    }
  }

  /**
   * A widget that cannot be drawn here.
   *
   * @param problem what it is, and why
   */
  record Unknown(Box box, String title, String problem) implements DrawnWidget {
    @Override
    public String type() {
      return "unknown";
    }
  }

  /**
   * An axis.
   *
   * @param min its least value, or null to fit the data
   * @param max its greatest value, or null to fit the data
   */
  record DrawnAxis(@Nullable Double min, @Nullable Double max, @Nullable String label) {}

  /**
   * A line of values.
   *
   * @param color {@code #rrggbb}, or null for the page's choice
   * @param side {@code left} or {@code right}
   * @param unit CloudWatch's unit, or null if it is not known
   * @param values one for each point of time, null where there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // written once and never compared
  record DrawnLine(
      String label,
      @Nullable String color,
      String side,
      @Nullable String unit,
      @Nullable Double[] values) {}

  /**
   * A horizontal line, or a band.
   *
   * @param to the other edge of a band, or null for a line
   */
  record HorizontalMark(
      double value,
      String label,
      @Nullable Double to,
      String toLabel,
      @Nullable String color,
      String fill,
      String side) {}

  /**
   * A vertical line, or a band.
   *
   * @param at seconds of the epoch
   * @param to the other edge of a band, or null for a line
   */
  record VerticalMark(
      long at,
      String label,
      @Nullable Long to,
      String toLabel,
      @Nullable String color,
      String fill) {}
}
