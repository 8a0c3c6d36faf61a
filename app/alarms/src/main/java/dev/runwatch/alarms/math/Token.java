/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

/**
 * A token of an expression.
 *
 * @param position the position of its first character, 1 or more
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
