/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import dev.runwatch.alarms.yaml.Numbers;

/**
 * The thresholds that make sense for a metric: a share of runs is never above 1.
 *
 * @param least the smallest, inclusive, finite
 * @param most the greatest, inclusive, finite, not below {@code least}
 */
public record ThresholdRange(double least, double most) {

  /** Every finite number. */
  public static final ThresholdRange ANY = new ThresholdRange(-Double.MAX_VALUE, Double.MAX_VALUE);

  public ThresholdRange {
    if (!(Double.isFinite(least) && Double.isFinite(most) && least <= most)) {
      throw new IllegalArgumentException(least + " to " + most + " is not a range");
    }
  }

  /** Whether a threshold is in the range; NaN is not. */
  public boolean contains(double threshold) {
    return threshold >= least && threshold <= most;
  }

  /** The range in words, such as {@code from 0 to 1}. */
  public String sentence() {
    if (most == Double.MAX_VALUE) {
      return least == -Double.MAX_VALUE ? "that is finite" : "of at least " + Numbers.format(least);
    }
    return least == -Double.MAX_VALUE
        ? "of at most " + Numbers.format(most)
        : "from " + Numbers.format(least) + " to " + Numbers.format(most);
  }
}
