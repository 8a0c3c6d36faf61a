/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

/** What decides the period of a graph. */
public enum PeriodOverride implements Word {
  /**
   * The time range of the dashboard; the periods in the body do not count. CloudWatch's default.
   */
  AUTO("auto"),
  /** The periods in the body. */
  INHERIT("inherit");

  private final String word;

  PeriodOverride(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
