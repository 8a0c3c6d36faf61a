/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the last element of an entry of {@code metrics} says of its drawing.
 *
 * @param id the name that expressions have for it, or null
 * @param label the label, perhaps with dynamic parts such as <code>${MAX}</code>, or null for
 *     CloudWatch's choice
 * @param color {@code #rrggbb}, or null for CloudWatch's choice
 * @param statistic the entry's own, or null for the widget's
 * @param period the entry's own, or null for the widget's
 * @param visible whether it is drawn
 * @param side its axis
 * @param region the entry's own, or null for the widget's
 * @param accountId the entry's own, or null for the widget's
 */
public record LineOptions(
    @Nullable String id,
    @Nullable String label,
    @Nullable String color,
    @Nullable String statistic,
    @Nullable Duration period,
    boolean visible,
    Side side,
    @Nullable String region,
    @Nullable String accountId) {

  /** Those of an entry without options: visible, on the left axis. */
  public static final LineOptions NONE =
      new LineOptions(null, null, null, null, null, /* visible= */ true, Side.LEFT, null, null);
}
