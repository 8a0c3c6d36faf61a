/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import dev.runwatch.alarms.definition.Statistic;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The sample counts of the data points of a percentile, and whether they are too few.
 *
 * <p>AWS documents the limit: fewer than 10 / (1 - p) samples for a percentile p of 0.5 or more,
 * fewer than 10 / p below 0.5. It does not publish how several data points combine; here one data
 * point with too few samples among those that decide leaves the state unchanged. Immutable.
 */
public final class SampleCounts {

  /** Every data point has enough samples. */
  public static final SampleCounts ALL_COUNT = new SampleCounts(null, 0);

  private final @Nullable Series counts;
  private final double least;

  private SampleCounts(@Nullable Series counts, double least) {
    this.counts = counts;
    this.least = least;
  }

  /**
   * The sample counts of a percentile.
   *
   * @param counts the statistic SampleCount in the same periods
   * @param statistic the percentile; for any other statistic every data point has enough samples
   */
  public static SampleCounts of(Series counts, Statistic statistic) {
    OptionalDouble percentile = statistic.percentile();
    if (percentile.isEmpty()) {
      return ALL_COUNT;
    }
    double p = percentile.getAsDouble() / 100;
    if (p <= 0 || p >= 1) {
      return ALL_COUNT;
    }
    // Rounded, because 10 / (1 - 0.9) is slightly more than 100 in binary.
    double least = p >= 0.5 ? 10 / (1 - p) : 10 / p;
    return new SampleCounts(counts, Math.rint(least * 1e6) / 1e6);
  }

  boolean tooFew(int[] indices) {
    if (counts == null) {
      return false;
    }
    for (int index : indices) {
      if (counts.value(index).orElse(0) < least) {
        return true;
      }
    }
    return false;
  }
}
