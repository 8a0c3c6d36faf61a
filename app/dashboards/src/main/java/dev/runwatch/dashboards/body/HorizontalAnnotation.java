/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import org.jspecify.annotations.Nullable;

/**
 * A horizontal line, or a band between two.
 *
 * @param from the line, or the first edge of the band
 * @param to the second edge of a band, or null for a line
 * @param color {@code #rrggbb}, or null for CloudWatch's choice
 * @param fill what it shades
 * @param side its axis
 * @param visible whether it is drawn
 */
public record HorizontalAnnotation(
    Place place,
    Edge from,
    @Nullable Edge to,
    @Nullable String color,
    Fill fill,
    Side side,
    boolean visible) {

  /**
   * A value on the axis.
   *
   * @param value the value; NaN while it is a token
   * @param token the token, such as {@code @@threshold.queue@@}, that stands for the value, or null
   * @param label the label, or empty
   */
  public record Edge(Place place, double value, @Nullable String token, String label) {}
}
