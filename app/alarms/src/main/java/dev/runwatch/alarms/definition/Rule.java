/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.util.Objects;

/**
 * The condition for ALARM: M of the newest N data points breach the threshold.
 *
 * @param evaluationPeriods N, the number of data points that are evaluated, 1 or more
 * @param datapointsToAlarm M, the number of these that must breach, 1 to N
 * @param threshold the threshold in the metric's unit, finite
 * @param operator the comparison
 * @param treatMissingData how missing data points are evaluated
 * @param evaluateLowSamples whether a percentile of too few samples is evaluated; if not, it leaves
 *     the state unchanged
 * @param namesDatapoints whether the definition has {@code DatapointsToAlarm}; CloudWatch words its
 *     reasons by it
 */
public record Rule(
    int evaluationPeriods,
    int datapointsToAlarm,
    double threshold,
    ComparisonOperator operator,
    TreatMissingData treatMissingData,
    boolean evaluateLowSamples,
    boolean namesDatapoints) {

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

  /** A rule of a definition that has {@code DatapointsToAlarm}. */
  public Rule(
      int evaluationPeriods,
      int datapointsToAlarm,
      double threshold,
      ComparisonOperator operator,
      TreatMissingData treatMissingData,
      boolean evaluateLowSamples) {
    this(
        evaluationPeriods,
        datapointsToAlarm,
        threshold,
        operator,
        treatMissingData,
        evaluateLowSamples,
        /* namesDatapoints= */ true);
  }

  /** The same rule with another threshold. */
  public Rule withThreshold(double newThreshold) {
    return new Rule(
        evaluationPeriods,
        datapointsToAlarm,
        newThreshold,
        operator,
        treatMissingData,
        evaluateLowSamples,
        namesDatapoints);
  }

  /** The same rule that leaves the state unchanged where data are missing. */
  Rule ignoringMissingData() {
    return new Rule(
        evaluationPeriods,
        datapointsToAlarm,
        threshold,
        operator,
        TreatMissingData.IGNORE,
        evaluateLowSamples,
        namesDatapoints);
  }

  /** Whether a value breaches the threshold. */
  public boolean breaches(double value) {
    return operator.breaches(value, threshold);
  }
}
