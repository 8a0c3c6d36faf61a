/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

/**
 * The comparison of a data point with the threshold. Those of anomaly detection are not supported.
 */
public enum ComparisonOperator {
  GREATER_THAN_THRESHOLD("GreaterThanThreshold", "greater than", ">"),
  GREATER_THAN_OR_EQUAL_TO_THRESHOLD(
      "GreaterThanOrEqualToThreshold", "greater than or equal to", ">="),
  LESS_THAN_THRESHOLD("LessThanThreshold", "less than", "<"),
  LESS_THAN_OR_EQUAL_TO_THRESHOLD("LessThanOrEqualToThreshold", "less than or equal to", "<=");

  private final String word;
  private final String phrase;
  private final String symbol;

  ComparisonOperator(String word, String phrase, String symbol) {
    this.word = word;
    this.phrase = phrase;
    this.symbol = symbol;
  }

  /** Whether a value breaches a threshold; NaN breaches none. */
  public boolean breaches(double value, double threshold) {
    return switch (this) {
      case GREATER_THAN_THRESHOLD -> value > threshold;
      case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> value >= threshold;
      case LESS_THAN_THRESHOLD -> value < threshold;
      case LESS_THAN_OR_EQUAL_TO_THRESHOLD -> value <= threshold;
    };
  }

  /** CloudFormation's name, such as {@code GreaterThanThreshold}. */
  public String word() {
    return word;
  }

  /** The phrase of CloudWatch's state reasons, such as {@code greater than}. */
  public String phrase() {
    return phrase;
  }

  /** The symbol, such as {@code >}. */
  public String symbol() {
    return symbol;
  }
}
