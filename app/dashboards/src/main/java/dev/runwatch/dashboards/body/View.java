/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

/** How a widget shows its data. */
public enum View implements Word {
  /** Lines, or stacked areas, over the time range. */
  TIME_SERIES("timeSeries"),
  /** The newest value of each line as a number. */
  SINGLE_VALUE("singleValue"),
  /** The newest value on a scale from the left axis' min to its max. */
  GAUGE("gauge"),
  /** A bar for each line. */
  BAR("bar"),
  /** A share for each line. */
  PIE("pie"),
  /** A row for each line. */
  TABLE("table");

  private final String word;

  View(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
