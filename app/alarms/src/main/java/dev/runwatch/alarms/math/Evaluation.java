/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** Evaluates the nodes of an expression; {@link Functions} has the functions. */
final class Evaluation {

  /** As many metrics as CloudWatch reads in one request. */
  private static final int MOST_SERIES = 500;

  private final MathContext context;

  Evaluation(MathContext context) {
    this.context = context;
  }

  MathContext context() {
    return context;
  }

  Value value(Node node) {
    if (node instanceof Node.Literal number) {
      return new Value.Scalar(number.value());
    }
    if (node instanceof Node.Id id) {
      return context.value(id.name());
    }
    if (node instanceof Node.Array array) {
      return array(array.items());
    }
    if (node instanceof Node.Negation negation) {
      return negate(value(negation.operand()));
    }
    if (node instanceof Node.Binary binary) {
      return apply(binary.operator(), value(binary.left()), value(binary.right()));
    }
    if (node instanceof Node.Call call) {
      return Functions.call(this, call.function(), call.arguments());
    }
    if (node instanceof Node.Word word) {
      throw new MathException(
          "'"
              + word.name()
              + "' is neither an id, which begins with a lower-case letter, nor a function call");
    }
    throw new MathException("a quoted text is not a value");
  }

  private Value array(List<Node> items) {
    List<Value.Line> lines = new ArrayList<>();
    for (Node item : items) {
      Value value = value(item);
      if (value instanceof Value.Line line) {
        lines.add(line);
      } else if (value instanceof Value.Lines more) {
        lines.addAll(more.lines());
      } else {
        throw new MathException("an array holds time series: write TIME_SERIES(…) for a number");
      }
      if (lines.size() > MOST_SERIES) {
        throw new MathException("an array has more than " + MOST_SERIES + " time series");
      }
    }
    if (lines.isEmpty()) {
      throw new MathException("an array is empty");
    }
    return new Value.Lines(lines);
  }

  private static Value negate(Value value) {
    return each(value, number -> 0 - number);
  }

  /** Applies a function to every number of a value; a missing point stays missing. */
  static Value each(Value value, DoubleUnaryOperator function) {
    if (value instanceof Value.Scalar scalar) {
      return new Value.Scalar(finite(function.applyAsDouble(scalar.number())));
    }
    return eachLine(
        value,
        line -> {
          double[] result = new double[line.points().length];
          for (int i = 0; i < result.length; i++) {
            result[i] = finite(function.applyAsDouble(line.points()[i]));
          }
          return new Value.Line(result);
        });
  }

  /** Applies a function to a series, or to every series of an array. */
  static Value eachLine(Value value, UnaryOperator<Value.Line> function) {
    if (value instanceof Value.Line line) {
      return function.apply(line);
    }
    if (value instanceof Value.Lines lines) {
      return new Value.Lines(lines.lines().stream().map(function).toList());
    }
    throw new MathException("a number is not a time series: write TIME_SERIES(…)");
  }

  private Value apply(Operator operator, Value left, Value right) {
    if (left instanceof Value.Lines && right instanceof Value.Lines) {
      throw new MathException(
          "'" + operator.symbol + "' does not combine two arrays: reduce each to one series first");
    }
    if (left instanceof Value.Lines lines) {
      return new Value.Lines(
          lines.lines().stream().map(line -> (Value.Line) apply(operator, line, right)).toList());
    }
    if (right instanceof Value.Lines lines) {
      return new Value.Lines(
          lines.lines().stream().map(line -> (Value.Line) apply(operator, left, line)).toList());
    }
    if (left instanceof Value.Scalar a && right instanceof Value.Scalar b) {
      return new Value.Scalar(operator.apply(a.number(), b.number()));
    }
    double[] result = new double[context.range().size()];
    boolean bothSeries = left instanceof Value.Line && right instanceof Value.Line;
    for (int i = 0; i < result.length; i++) {
      double a = at(left, i);
      double b = at(right, i);
      if (bothSeries && Double.isNaN(a) != Double.isNaN(b)) {
        // Of two series the missing one counts as 0; where both are missing there is no point.
        a = Double.isNaN(a) ? 0 : a;
        b = Double.isNaN(b) ? 0 : b;
      }
      result[i] = operator.apply(a, b);
    }
    return new Value.Line(result);
  }

  static double at(Value value, int index) {
    return value instanceof Value.Scalar scalar
        ? scalar.number()
        : ((Value.Line) value).points()[index];
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : Double.NaN;
  }
}
