/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an alarm's {@code Metrics}: a metric, or an expression over the others.
 *
 * @param id begins with a lower-case letter
 * @param stat the metric, or null for an expression
 * @param expression the expression, or null for a metric
 * @param label what graphs call it, or null
 * @param returnData whether it is the one the alarm watches
 */
public record MetricQuery(
    String id,
    @Nullable MetricStat stat,
    @Nullable String expression,
    @Nullable String label,
    boolean returnData) {

  public MetricQuery {
    if ((stat == null) == (expression == null)) {
      throw new IllegalArgumentException(id + ": either a metric or an expression");
    }
  }

  /** The metric, or empty for an expression. */
  public Optional<MetricStat> metric() {
    return Optional.ofNullable(stat);
  }

  /** The expression, or empty for a metric. */
  public Optional<String> formula() {
    return Optional.ofNullable(expression);
  }

  MetricQuery withStat(MetricStat newStat) {
    return new MetricQuery(id, newStat, expression, label, returnData);
  }
}
