/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

/**
 * A part of a PromQL expression. A vector has one element without labels, or none.
 *
 * @param text the expression
 * @param scalar whether it is a number rather than a vector
 * @param total whether it always has a value
 * @param simple whether it needs no parentheses as an operand
 */
record Term(String text, boolean scalar, boolean total, boolean simple) {

  static Term number(double value) {
    return new Term(Numerals.of(value), /* scalar= */ true, /* total= */ true, /* simple= */ true);
  }

  /** A vector that is missing where there are no data. */
  static Term vector(String text) {
    return new Term(text, /* scalar= */ false, /* total= */ false, /* simple= */ true);
  }

  /** An expression of operators. */
  static Term compound(String text, boolean total) {
    return new Term(text, /* scalar= */ false, total, /* simple= */ false);
  }

  /** As an operand of an operator. */
  String operand() {
    return simple ? text : "(" + text + ")";
  }

  /** As a vector: a number becomes one. */
  Term asVector() {
    return scalar
        ? new Term("vector(" + text + ")", /* scalar= */ false, /* total= */ true, true)
        : this;
  }
}
