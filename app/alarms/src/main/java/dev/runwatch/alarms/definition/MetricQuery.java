/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an alarm's {@code Metrics}: a metric, or an expression over the others.
 *
 * @param id begins with a lower-case letter
 * @param stat the metric, or null for an expression
 * @param expression the expression, or null for a metric
 * @param label its name in graphs, or null
 * @param returnData whether the alarm watches it
 */
public record MetricQuery(
    String id,
    @Nullable MetricStat stat,
    @Nullable String expression,
    @Nullable String label,
    boolean returnData) {

  /**
   * @throws IllegalArgumentException if it has both a metric and an expression, or neither
   */
  public MetricQuery {
    if ((stat == null) == (expression == null)) {
      throw new IllegalArgumentException(id + ": it must have either a metric or an expression");
    }
  }

  /** A metric that returns data, without a label. */
  public static MetricQuery ofMetric(String id, MetricStat stat) {
    return new MetricQuery(id, stat, null, null, /* returnData= */ true);
  }

  /** An expression that returns data, without a label. */
  public static MetricQuery ofExpression(String id, String expression) {
    return new MetricQuery(id, null, expression, null, /* returnData= */ true);
  }

  /** The same with another label, or with none for null. */
  public MetricQuery withLabel(@Nullable String newLabel) {
    return new MetricQuery(id, stat, expression, newLabel, returnData);
  }

  /** The same, watched or not. */
  public MetricQuery withReturnData(boolean newReturnData) {
    return new MetricQuery(id, stat, expression, label, newReturnData);
  }

  /** The same with the metric that the operator makes of its metric; an expression as it is. */
  MetricQuery withStat(UnaryOperator<MetricStat> operator) {
    return stat == null
        ? this
        : new MetricQuery(id, operator.apply(stat), expression, label, returnData);
  }
}
