/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import org.jspecify.annotations.Nullable;

/**
 * A part of a PromQL expression. A vector has one element without labels, or none.
 *
 * @param text the expression
 * @param scalar whether it is a number rather than a vector
 * @param total whether it always has a value
 * @param simple whether it needs no parentheses as an operand
 * @param source the service whose page has all its metrics, so that they arrive or are missing
 *     together; empty for several or for an unknown one
 * @param condition for a comparison: as a filter
 */
record Term(
    String text,
    boolean scalar,
    boolean total,
    boolean simple,
    String source,
    @Nullable Condition condition) {

  /** A comparison that passes a vector on or not, and its opposite. */
  record Condition(String holds, String fails) {}

  static Term number(double value) {
    return new Term(Numerals.of(value), true, true, true, "", null);
  }

  /** A vector that is missing where there are no data. */
  static Term vector(String text, String source) {
    return new Term(text, false, false, true, source, null);
  }

  /** A call of a function, which needs no parentheses. */
  static Term call(String text, boolean total, String source) {
    return new Term(text, false, total, true, source, null);
  }

  /** An expression of operators. */
  static Term compound(String text, boolean total, String source) {
    return new Term(text, false, total, false, source, null);
  }

  /** As an operand of an operator. */
  String operand() {
    return simple ? text : "(" + text + ")";
  }

  /** As a vector: a number becomes one. */
  Term asVector() {
    return scalar ? call("vector(" + text + ")", /* total= */ true, "") : this;
  }

  /** The source of what is made of this and another part: a number has none of its own. */
  String sourceWith(Term other) {
    if (other.scalar) {
      return source;
    }
    return scalar || source.equals(other.source) ? other.source : "";
  }
}
