/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

/** One entry of a widget's {@code metrics}. */
public sealed interface Line permits MetricLine, ExpressionLine {

  /** The place of the entry in the body. */
  Place place();

  /** How it is drawn. */
  LineOptions options();
}
