/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

/** What an annotation shades. */
public enum Fill implements Word {
  NONE("none"),
  /** Of a horizontal line: the area above it. */
  ABOVE("above"),
  /** Of a horizontal line: the area below it. */
  BELOW("below"),
  /** Of a vertical line: the time before it. */
  BEFORE("before"),
  /** Of a vertical line: the time after it. */
  AFTER("after"),
  /** Of a band: the area within it. */
  BETWEEN("between");

  private final String word;

  Fill(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
