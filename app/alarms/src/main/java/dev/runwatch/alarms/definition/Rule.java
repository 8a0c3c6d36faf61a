/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.util.Objects;

/**
 * When data points make an alarm.
 *
 * @param evaluationPeriods N: how many of the newest data points are looked at, 1 or more
 * @param datapointsToAlarm M: how many of these must breach, 1 to N
 * @param threshold what they are compared with, in the metric's unit
 * @param operator how they are compared
 * @param treatMissingData what stands in for missing ones
 * @param evaluateLowSamples whether a percentile of too few samples counts; else it changes nothing
 */
public record Rule(
    int evaluationPeriods,
    int datapointsToAlarm,
    double threshold,
    ComparisonOperator operator,
    TreatMissingData treatMissingData,
    boolean evaluateLowSamples) {

  public Rule {
    Objects.requireNonNull(operator, "operator");
    Objects.requireNonNull(treatMissingData, "treatMissingData");
    if (evaluationPeriods < 1
        || datapointsToAlarm < 1
        || datapointsToAlarm > evaluationPeriods
        || !Double.isFinite(threshold)) {
      throw new IllegalArgumentException(
          datapointsToAlarm + " of " + evaluationPeriods + " against " + threshold);
    }
  }

  /** The same with another threshold. */
  public Rule withThreshold(double newThreshold) {
    return new Rule(
        evaluationPeriods,
        datapointsToAlarm,
        newThreshold,
        operator,
        treatMissingData,
        evaluateLowSamples);
  }

  public boolean breaches(double value) {
    return operator.breaches(value, threshold);
  }
}
