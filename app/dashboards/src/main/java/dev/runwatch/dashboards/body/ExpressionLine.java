/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import java.time.Duration;

/**
 * An entry with metric math, a {@code SEARCH}, or a query of Metrics Insights.
 *
 * @param expression the expression
 * @param period the entry's own, or else the widget's; a query of Metrics Insights needs it
 */
public record ExpressionLine(Place place, String expression, Duration period, LineOptions options)
    implements Line {

  /** Whether it is a query of Metrics Insights rather than metric math. */
  public boolean isQuery() {
    return expression.strip().regionMatches(/* ignoreCase= */ true, 0, "SELECT ", 0, 7);
  }
}
