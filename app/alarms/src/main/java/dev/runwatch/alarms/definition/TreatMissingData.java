/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

/** How an alarm evaluates missing data points. */
public enum TreatMissingData {
  MISSING("missing"),
  IGNORE("ignore"),
  BREACHING("breaching"),
  NOT_BREACHING("notBreaching");

  private final String word;

  TreatMissingData(String word) {
    this.word = word;
  }

  /** CloudWatch's word, such as {@code notBreaching}. */
  public String word() {
    return word;
  }
}
