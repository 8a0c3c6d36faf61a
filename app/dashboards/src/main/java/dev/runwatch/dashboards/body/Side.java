/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

/** The vertical axis that a line or annotation belongs to. */
public enum Side implements Word {
  LEFT("left"),
  RIGHT("right");

  private final String word;

  Side(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
