/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

/** What stands in for a missing data point, when a data point must be stood in for. */
public enum TreatMissingData {
  MISSING("missing"),
  IGNORE("ignore"),
  BREACHING("breaching"),
  NOT_BREACHING("notBreaching");

  private final String word;

  TreatMissingData(String word) {
    this.word = word;
  }

  /** CloudWatch's word for it, such as {@code notBreaching}. */
  public String word() {
    return word;
  }
}
