/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import java.util.function.DoubleBinaryOperator;

/** The operators, lowest precedence first. */
enum Operator {
  OR("OR", 1, (a, b) -> truth(a != 0 || b != 0)),
  AND("AND", 2, (a, b) -> truth(a != 0 && b != 0)),
  EQUAL("==", 3, (a, b) -> truth(a == b)),
  NOT_EQUAL("!=", 3, (a, b) -> truth(a != b)),
  LESS_OR_EQUAL("<=", 4, (a, b) -> truth(a <= b)),
  GREATER_OR_EQUAL(">=", 4, (a, b) -> truth(a >= b)),
  LESS("<", 4, (a, b) -> truth(a < b)),
  GREATER(">", 4, (a, b) -> truth(a > b)),
  PLUS("+", 5, Double::sum),
  MINUS("-", 5, (a, b) -> a - b),
  TIMES("*", 6, (a, b) -> a * b),
  DIVIDE("/", 6, (a, b) -> a / b),
  POWER("^", 8, Math::pow);

  /** The precedence of a sign, between product and power: -2^2 is -4. */
  static final int SIGN_BINDING = 7;

  final String symbol;
  final int binding;

  @SuppressWarnings("ImmutableEnumChecker") // the functions below are pure
  private final DoubleBinaryOperator function;

  Operator(String symbol, int binding, DoubleBinaryOperator function) {
    this.symbol = symbol;
    this.binding = binding;
    this.function = function;
  }

  /** The result of two numbers; NaN, which means no value, if it is not finite. */
  double apply(double left, double right) {
    if (Double.isNaN(left) || Double.isNaN(right)) {
      return Double.NaN;
    }
    double result = function.applyAsDouble(left, right);
    return Double.isFinite(result) ? result : Double.NaN;
  }

  private static double truth(boolean value) {
    return value ? 1 : 0;
  }
}
