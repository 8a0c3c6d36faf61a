/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A vertical line, or a band between two.
 *
 * @param from the line, or the first edge of the band
 * @param to the second edge of a band, or null for a line
 * @param color {@code #rrggbb}, or null for CloudWatch's choice
 * @param fill what it shades
 * @param visible whether it is drawn
 */
public record VerticalAnnotation(
    Place place, Edge from, @Nullable Edge to, @Nullable String color, Fill fill, boolean visible) {

  /**
   * A time.
   *
   * @param at the time
   * @param label the label, or empty
   */
  public record Edge(Place place, Instant at, String label) {}
}
