/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

/**
 * What is assumed of CloudWatch where AWS publishes nothing. A state that depends on one of these
 * is fragile.
 *
 * @param extra the number of data points beyond N that are retrieved, 0 or more
 * @param newest how much of the newest minute has arrived at every evaluation
 * @param fillsAbsent whether FILL adds points to a metric without any point in the range
 * @param filledEndsWarmUp whether points that FILL adds count as data that end a warm-up
 */
public record Assumptions(
    int extra, Arrival newest, boolean fillsAbsent, boolean filledEndsWarmUp) {

  /** What AWS's tables and examples suggest. */
  public static final Assumptions DEFAULT =
      new Assumptions(
          Evaluator.DEFAULT_EXTRA,
          Arrival.ON_TIME,
          /* fillsAbsent= */ true,
          /* filledEndsWarmUp= */ false);

  public Assumptions {
    if (extra < 0) {
      throw new IllegalArgumentException("extra must not be negative: " + extra);
    }
  }

  /** The same with another evaluation range. */
  public Assumptions withExtra(int newExtra) {
    return new Assumptions(newExtra, newest, fillsAbsent, filledEndsWarmUp);
  }

  /** The same with another lateness of the newest minute. */
  public Assumptions withNewest(Arrival newNewest) {
    return new Assumptions(extra, newNewest, fillsAbsent, filledEndsWarmUp);
  }

  /** The same where FILL leaves a metric without any point in the range as it is. */
  public Assumptions withoutFillOfAbsent() {
    return new Assumptions(extra, newest, /* fillsAbsent= */ false, filledEndsWarmUp);
  }

  /** The same where points that FILL adds end a warm-up. */
  public Assumptions withFilledEndingWarmUp() {
    return new Assumptions(extra, newest, fillsAbsent, /* filledEndsWarmUp= */ true);
  }
}
