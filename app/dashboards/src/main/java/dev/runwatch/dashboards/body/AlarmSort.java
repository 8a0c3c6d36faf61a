/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

/** The order of the alarms in a widget. */
public enum AlarmSort implements Word {
  /** By their names. */
  DEFAULT("default"),
  /** By the time of their last change, the newest first. */
  STATE_UPDATED("stateUpdatedTimestamp"),
  /** By the time of the last change of their configuration. */
  TIMESTAMP("timestamp");

  private final String word;

  AlarmSort(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
