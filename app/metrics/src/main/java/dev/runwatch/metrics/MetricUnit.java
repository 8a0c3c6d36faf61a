/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

/** The units the catalogue uses, a subset of CloudWatch's {@code StandardUnit}. */
public enum MetricUnit {
  COUNT("Count", "count"),
  /** A ratio. */
  NONE("None", "ratio"),
  SECONDS("Seconds", "seconds");

  private final String cloudWatchName;
  private final String baseUnit;

  MetricUnit(String cloudWatchName, String baseUnit) {
    this.cloudWatchName = cloudWatchName;
    this.baseUnit = baseUnit;
  }

  /** The name CloudWatch knows the unit by, such as {@code Seconds}. */
  public String cloudWatchName() {
    return cloudWatchName;
  }

  /** The name Micrometer knows the unit by, such as {@code seconds}. */
  public String baseUnit() {
    return baseUnit;
  }
}
