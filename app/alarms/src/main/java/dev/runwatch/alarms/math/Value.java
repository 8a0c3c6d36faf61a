/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import java.util.List;

/** What an expression yields. In all of them NaN is "no value", for CloudWatch has no NaN. */
public sealed interface Value {

  /** The name of its type in a message. */
  String type();

  /** S: one number. */
  record Scalar(double number) implements Value {
    @Override
    public String type() {
      return "a number";
    }
  }

  /**
   * TS: a value, or none, for every period of the range.
   *
   * @param points oldest first; never changed once it is here
   */
  @SuppressWarnings("ArrayRecordComponent") // points are handed around a million times a second
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
