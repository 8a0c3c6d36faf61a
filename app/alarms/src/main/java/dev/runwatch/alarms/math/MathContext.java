/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values of ids over one range. Expressions may use each other; each is evaluated once. Not
 * thread-safe.
 */
public final class MathContext {

  private final Range range;
  private final Map<String, Value.Line> metrics = new LinkedHashMap<>();
  private final Map<String, MathExpression> expressions = new HashMap<>();
  private final Map<String, Value> known = new HashMap<>();
  private final Set<String> underway = new HashSet<>();
  private boolean fillsAbsent = true;

  /**
   * @param range the range of every metric
   */
  public MathContext(Range range) {
    this.range = range;
  }

  /**
   * Adds a metric.
   *
   * @param points one per period of the range, oldest first, NaN for a missing one; not copied
   * @throws IllegalArgumentException if it has another length than the range
   */
  public MathContext metric(String id, double[] points) {
    if (points.length != range.size()) {
      throw new IllegalArgumentException(id + ": " + points.length + " of " + range.size());
    }
    metrics.put(id, new Value.Line(points));
    return this;
  }

  /** Adds a number. */
  public MathContext number(String id, double number) {
    known.put(id, new Value.Scalar(number));
    return this;
  }

  /** Adds an expression that others may refer to. */
  public MathContext expression(String id, MathExpression expression) {
    expressions.put(id, expression);
    return this;
  }

  /** Whether FILL adds points to a series without any point in the range; it does at first. */
  public MathContext fillAbsent(boolean fills) {
    fillsAbsent = fills;
    return this;
  }

  /**
   * Evaluates an expression.
   *
   * @throws MathException if CloudWatch would refuse an id, a function or an argument
   */
  public Value evaluate(MathExpression expression) {
    return new Evaluation(this).value(expression.root());
  }

  /**
   * Evaluates an expression to one time series, as an alarm needs it.
   *
   * @return a value per period, NaN for a missing one
   * @throws MathException also if the result is a number or an array
   */
  public double[] evaluateToSeries(MathExpression expression) {
    Value value = evaluate(expression);
    if (value instanceof Value.Line line) {
      return line.points();
    }
    throw new MathException(
        "the result is "
            + value.type()
            + (value instanceof Value.Scalar
                ? ": CloudWatch returns time series only"
                : ": an alarm watches one time series"));
  }

  Range range() {
    return range;
  }

  boolean fillsAbsent() {
    return fillsAbsent;
  }

  boolean isMetric(String id) {
    return metrics.containsKey(id);
  }

  Value value(String id) {
    Value.Line metric = metrics.get(id);
    if (metric != null) {
      return metric;
    }
    Value value = known.get(id);
    if (value != null) {
      return value;
    }
    MathExpression expression = expressions.get(id);
    if (expression == null) {
      throw new MathException("there is no metric or expression with the id '" + id + "'");
    }
    if (!underway.add(id)) {
      throw new MathException("the expression '" + id + "' depends on itself");
    }
    value = evaluate(expression);
    underway.remove(id);
    known.put(id, value);
    return value;
  }

  /** The metrics whose id contains a text, in the order in which they were added. */
  List<Value.Line> metrics(String part) {
    return metrics.entrySet().stream()
        .filter(entry -> entry.getKey().contains(part))
        .map(Map.Entry::getValue)
        .toList();
  }
}
