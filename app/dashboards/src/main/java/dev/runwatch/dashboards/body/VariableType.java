/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

/** What a variable replaces. */
public enum VariableType implements Word {
  /** The values of a property, such as a dimension. */
  PROPERTY("property"),
  /** Each occurrence of a text. */
  PATTERN("pattern");

  private final String word;

  VariableType(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
