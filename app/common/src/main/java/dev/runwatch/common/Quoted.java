/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.common;

import java.util.Locale;

/** A value as an error message shows it: quoted, on one line, of bounded length. */
public final class Quoted {

  private static final int MAX_SHOWN = 80;

  private Quoted() {}

  /**
   * The value in single quotes. A control character is written as its code, such as {@code
   * <U+0007>}; of a value longer than 80 characters the first 80 are shown, and its length.
   */
  public static String of(String value) {
    StringBuilder text = new StringBuilder("'");
    int shown = Math.min(value.length(), MAX_SHOWN);
    for (int i = 0; i < shown; i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c)) {
        text.append(String.format(Locale.ROOT, "<U+%04X>", (int) c));
      } else {
        text.append(c);
      }
    }
    if (shown < value.length()) {
      return text.append("…' (").append(value.length()).append(" characters)").toString();
    }
    return text.append('\'').toString();
  }
}
