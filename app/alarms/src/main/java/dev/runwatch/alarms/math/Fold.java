/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import java.util.List;

/**
 * Makes something of an expression, bottom up: a translation into another language.
 *
 * @param <T> what a part of the expression becomes
 */
public interface Fold<T> {

  /** A number. */
  T number(double value);

  /** The id of a metric or of another expression. */
  T id(String name);

  /** A word or a quoted text among the arguments of a function. */
  T word(String text);

  /** An array of series. */
  T array(List<T> items);

  /** A sign. */
  T negation(T operand);

  /**
   * An operator.
   *
   * @param symbol such as {@code +}, {@code >=} or {@code AND}
   */
  T binary(String symbol, T left, T right);

  /** A call of a function. */
  T call(String function, List<T> arguments);
}
