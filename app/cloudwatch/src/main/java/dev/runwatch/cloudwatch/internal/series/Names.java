/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.series;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * Makes names and values legal for CloudWatch, always in the same way and so that different ones
 * stay different: a character that is not printable ASCII becomes {@code _u} and its code point in
 * hexadecimal, a colon at the beginning too; a blank becomes {@code _blank}; what is too long is
 * cut and ends in a checksum of the whole. Source of the limits: the API reference, MetricDatum and
 * Dimension.
 */
final class Names {

  static final int LONGEST_NAME = 255;
  static final int LONGEST_VALUE = 1024;
  private static final String BLANK = "_blank";

  private Names() {}

  static String metric(String name) {
    return legal(name, LONGEST_NAME);
  }

  static String dimension(String name) {
    return legal(name, LONGEST_NAME);
  }

  static String value(String value) {
    return legal(value, LONGEST_VALUE);
  }

  private static String legal(String text, int longest) {
    if (text.isBlank()) {
      return BLANK;
    }
    String printable = isPrintable(text) ? text : printable(text);
    return printable.length() <= longest ? printable : cut(printable, longest);
  }

  private static boolean isPrintable(String text) {
    return text.charAt(0) != ':' && text.chars().allMatch(Names::isPrintable);
  }

  private static boolean isPrintable(int c) {
    return c >= ' ' && c <= '~';
  }

  private static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (isPrintable(c) && !(c == ':' && out.isEmpty())) {
                out.append((char) c);
              } else {
                out.append(String.format(Locale.ROOT, "_u%04x", c));
              }
            });
    return out.toString();
  }

  private static String cut(String text, int longest) {
    CRC32C checksum = new CRC32C();
    checksum.update(text.getBytes(StandardCharsets.US_ASCII));
    String end = String.format(Locale.ROOT, "_%08x", checksum.getValue());
    return text.substring(0, longest - end.length()) + end;
  }
}
