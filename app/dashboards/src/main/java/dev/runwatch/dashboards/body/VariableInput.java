/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

/** How the user gives the value of a variable. */
public enum VariableInput implements Word {
  INPUT("input"),
  SELECT("select"),
  RADIO("radio");

  private final String word;

  VariableInput(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
