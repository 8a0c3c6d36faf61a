/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import java.math.BigDecimal;

/** Numbers as PromQL has them. */
final class Numerals {

  private Numerals() {}

  /** The shortest text of a number: {@code 1}, {@code 0.1}. */
  static String of(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
