/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import java.util.List;

/**
 * Functions that reduce a series to one number over the whole retrieved range, or an array to one
 * series, period by period.
 *
 * <p>AVG and SUM count a missing point as 0, as AWS documents; the others ignore it. A period in
 * which no series of an array has a value has no value in the result.
 */
enum Aggregate {
  SUM,
  AVG,
  MIN,
  MAX,
  /** The standard deviation of the population; AWS does not document which it is. */
  STDDEV,
  DATAPOINT_COUNT;

  Value apply(Value value, int size) {
    if (value instanceof Value.Line line) {
      return new Value.Scalar(of(line.points(), line.points().length));
    }
    if (value instanceof Value.Lines lines) {
      return across(lines.lines(), size);
    }
    throw new MathException(name() + " takes a time series or an array, not a number");
  }

  private Value.Line across(List<Value.Line> lines, int size) {
    double[] result = new double[size];
    double[] column = new double[lines.size()];
    for (int i = 0; i < result.length; i++) {
      boolean any = false;
      for (int k = 0; k < column.length; k++) {
        column[k] = lines.get(k).points()[i];
        any |= !Double.isNaN(column[k]);
      }
      result[i] = any ? of(column, column.length) : Double.NaN;
    }
    return new Value.Line(result);
  }

  /** Reduces values, NaN for a missing one, to one number; NaN if the result is not finite. */
  double of(double[] values, int size) {
    int count = 0;
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (!Double.isNaN(value)) {
        count++;
        sum += value;
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    double result =
        switch (this) {
          case SUM -> sum;
          case AVG -> sum / size;
          case MIN -> least;
          case MAX -> most;
          case STDDEV -> deviation(values, sum / count, count);
          case DATAPOINT_COUNT -> count;
        };
    return Double.isFinite(result) ? result : Double.NaN;
  }

  private static double deviation(double[] values, double mean, int count) {
    double squares = 0;
    for (double value : values) {
      if (!Double.isNaN(value)) {
        squares += (value - mean) * (value - mean);
      }
    }
    return Math.sqrt(squares / count);
  }
}
