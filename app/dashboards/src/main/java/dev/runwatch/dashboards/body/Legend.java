/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

/** Where the legend stands. */
public enum Legend implements Word {
  BOTTOM("bottom"),
  RIGHT("right"),
  HIDDEN("hidden");

  private final String word;

  Legend(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
