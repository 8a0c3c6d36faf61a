/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

/**
 * What AWS does not publish and a case can say that it assumes, with its name in scenario files.
 */
public enum Assumed {
  /** CloudWatch retrieves N + 2 data points. */
  EVALUATION_RANGE("evaluation-range"),
  /** The newest minute has arrived when it is evaluated. */
  NEWEST_MINUTE("newest-minute"),
  /** FILL adds points to a metric that has none in the evaluation range. */
  FILL_OF_ABSENT("fill-of-absent"),
  /** A warm-up ends by data of the metrics and not by points that FILL adds. */
  WARM_UP_NEEDS_DATA("warm-up-needs-data");

  private final String word;

  Assumed(String word) {
    this.word = word;
  }

  /** The name in scenario files. */
  public String word() {
    return word;
  }
}
