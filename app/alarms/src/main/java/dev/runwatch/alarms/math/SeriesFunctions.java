/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import java.util.Arrays;
import java.util.List;

/** IF, FILL, TIME_SERIES and the functions that compare neighbouring points. */
final class SeriesFunctions {

  private SeriesFunctions() {}

  static void addTo(Functions.Registry registry) {
    registry.add("IF", 2, 3, SeriesFunctions::choose);
    registry.add("FILL", 2, 2, SeriesFunctions::fill);
    registry.add("TIME_SERIES", 1, 1, SeriesFunctions::timeSeries);
    registry.add(
        "RATE", 1, 1, (e, a) -> steps(e, a.get(0), (difference, time) -> difference / time));
    registry.add("DIFF", 1, 1, (e, a) -> steps(e, a.get(0), (difference, time) -> difference));
    registry.add("DIFF_TIME", 1, 1, (e, a) -> steps(e, a.get(0), (difference, time) -> time));
    registry.add("RUNNING_SUM", 1, 1, SeriesFunctions::runningSum);
  }

  private static Value choose(Evaluation evaluation, List<Node> arguments) {
    Value condition = evaluation.value(arguments.get(0));
    Value yes = evaluation.value(arguments.get(1));
    int size = evaluation.context().range().size();
    Value no =
        arguments.size() == 3
            ? evaluation.value(arguments.get(2))
            : new Value.Line(Functions.missing(size));
    if (condition instanceof Value.Lines
        || yes instanceof Value.Lines
        || no instanceof Value.Lines) {
      throw new MathException("IF takes time series and numbers, not arrays");
    }
    if (condition instanceof Value.Scalar scalar) {
      if (Double.isNaN(scalar.number())) {
        return new Value.Line(Functions.missing(size));
      }
      Value chosen = scalar.number() != 0 ? yes : no;
      boolean series = yes instanceof Value.Line || no instanceof Value.Line;
      return series && chosen instanceof Value.Scalar number
          ? constant(number.number(), size)
          : chosen;
    }
    double[] result = new double[size];
    for (int i = 0; i < size; i++) {
      double test = Evaluation.at(condition, i);
      if (Double.isNaN(test)) {
        result[i] = Double.NaN;
      } else if (test != 0) {
        double value = Evaluation.at(yes, i);
        // Where the condition holds, a missing point counts as 0; elsewhere it stays missing.
        result[i] = yes instanceof Value.Line && Double.isNaN(value) ? 0 : value;
      } else {
        result[i] = Evaluation.at(no, i);
      }
    }
    return new Value.Line(result);
  }

  private static Value fill(Evaluation evaluation, List<Node> arguments) {
    Value series = evaluation.value(arguments.get(0));
    if (arguments.get(1) instanceof Node.Word word) {
      return switch (word.name()) {
        case "REPEAT" -> Evaluation.eachLine(series, SeriesFunctions::repeat);
        case "LINEAR" -> Evaluation.eachLine(series, SeriesFunctions::linear);
        default ->
            throw new MathException(
                "FILL takes a number, a time series, REPEAT or LINEAR, not " + word.name());
      };
    }
    Value filler = evaluation.value(arguments.get(1));
    if (filler instanceof Value.Lines) {
      throw new MathException("FILL takes a number, a time series, REPEAT or LINEAR, not an array");
    }
    return Evaluation.eachLine(
        series,
        line -> {
          double[] result = line.points().clone();
          if (!evaluation.context().fillsAbsent() && isAbsent(result)) {
            return line;
          }
          for (int i = 0; i < result.length; i++) {
            if (Double.isNaN(result[i])) {
              result[i] = Evaluation.at(filler, i);
            }
          }
          return new Value.Line(result);
        });
  }

  private static boolean isAbsent(double[] points) {
    for (double point : points) {
      if (!Double.isNaN(point)) {
        return false;
      }
    }
    return true;
  }

  private static Value.Line repeat(Value.Line line) {
    double[] result = line.points().clone();
    for (int i = 1; i < result.length; i++) {
      if (Double.isNaN(result[i])) {
        result[i] = result[i - 1];
      }
    }
    return new Value.Line(result);
  }

  /** Interpolates between two points; a gap at an edge stays. */
  private static Value.Line linear(Value.Line line) {
    double[] result = line.points().clone();
    int last = -1;
    for (int i = 0; i < result.length; i++) {
      if (!Double.isNaN(line.points()[i])) {
        for (int k = last + 1; last >= 0 && k < i; k++) {
          double share = (double) (k - last) / (i - last);
          result[k] = result[last] + (result[i] - result[last]) * share;
        }
        last = i;
      }
    }
    return new Value.Line(result);
  }

  private static Value timeSeries(Evaluation evaluation, List<Node> arguments) {
    double number = Functions.scalar(evaluation, arguments.get(0), "TIME_SERIES");
    return constant(number, evaluation.context().range().size());
  }

  private static Value.Line constant(double number, int size) {
    double[] result = new double[size];
    Arrays.fill(result, number);
    return new Value.Line(result);
  }

  /** A function of the difference to the previous point and the seconds since then. */
  @FunctionalInterface
  private interface Step {
    double of(double difference, double seconds);
  }

  private static Value steps(Evaluation evaluation, Node argument, Step step) {
    double seconds = evaluation.context().range().periodSeconds();
    return Evaluation.eachLine(
        evaluation.value(argument),
        line -> {
          double[] points = line.points();
          double[] result = Functions.missing(points.length);
          int last = -1;
          for (int i = 0; i < points.length; i++) {
            if (!Double.isNaN(points[i])) {
              if (last >= 0) {
                result[i] = step.of(points[i] - points[last], (i - last) * seconds);
              }
              last = i;
            }
          }
          return new Value.Line(result);
        });
  }

  private static Value runningSum(Evaluation evaluation, List<Node> arguments) {
    return Evaluation.eachLine(
        evaluation.value(arguments.get(0)),
        line -> {
          double[] result = line.points().clone();
          double sum = 0;
          for (int i = 0; i < result.length; i++) {
            if (!Double.isNaN(result[i])) {
              sum += result[i];
              result[i] = sum;
            }
          }
          return new Value.Line(result);
        });
  }
}
