/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import java.util.List;

/** The value of an expression. NaN means "no value" in all of them; CloudWatch has no NaN. */
public sealed interface Value {

  /** The name of its type for a message. */
  String type();

  /** S: one number. */
  record Scalar(double number) implements Value {
    @Override
    public String type() {
      return "a number";
    }
  }

  /**
   * TS: a value or none for each period of the range.
   *
   * @param points oldest first, NaN for a missing one; never modified
   */
  @SuppressWarnings("ArrayRecordComponent") // copying would dominate an evaluation
  record Line(double[] points) implements Value {
    @Override
    public String type() {
      return "a time series";
    }
  }

  /** TS[]: several time series. */
  record Lines(List<Line> lines) implements Value {
    public Lines {
      lines = List.copyOf(lines);
    }

    @Override
    public String type() {
      return "an array of time series";
    }
  }
}
