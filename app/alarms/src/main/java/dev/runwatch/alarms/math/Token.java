/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

/**
 * A part of an expression's text.
 *
 * @param position where it begins, the first character is 1
 */
record Token(Kind kind, String text, int position) {

  enum Kind {
    NUMBER,
    TEXT,
    ID,
    NAME,
    SYMBOL,
    END
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }
}
