/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.yaml;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** The text form of a number. */
public final class Numbers {

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d{1,3})?");
  private static final int MAX_LENGTH = 64;

  private Numbers() {}

  /** A finite decimal number, or empty for anything else, such as NaN, infinity or 0x1F. */
  public static OptionalDouble parse(String text) {
    if (text.length() > MAX_LENGTH || !NUMBER.matcher(text).matches()) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(text);
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** Formats whole numbers below 10<sup>15</sup> without a fraction: 50, not 50.0. */
  public static String format(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
