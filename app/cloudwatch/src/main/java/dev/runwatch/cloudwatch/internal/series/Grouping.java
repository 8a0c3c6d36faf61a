/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.series;

import dev.runwatch.cloudwatch.internal.recording.Distribution;
import java.util.Arrays;

/**
 * A distribution as few values with counts. The least and the greatest sample are values of their
 * own. Between them neighbouring buckets of the grid form groups, each sent as one value that is
 * within the error of every sample of the group. Count, sum, minimum and maximum are exact.
 *
 * <p>The order of samples survives when each is replaced by its value, so the error holds for every
 * percentile, and for the percentiles of several distributions together.
 *
 * @param values distinct
 * @param counts of each value
 * @param error how far a percentile may be from the true one, relative to it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Grouping(double[] values, double[] counts, double error) {
  private static final int BISECTIONS = 48;
  // What rounding a value may add to its error.
  private static final double ROUNDING = 2e-5;

  /**
   * Groups into the fewest values that keep the error wanted, or into {@code most} values with the
   * least error that is then possible.
   *
   * @param divisor what to divide each sample by
   * @param wanted the error wanted, at least half the width of a bucket
   * @param most how many values there may be, at least 3
   */
  static Grouping fit(Distribution distribution, double divisor, double wanted, int most) {
    SampleRanges ranges = SampleRanges.of(distribution);
    int room = most - ranges.extremes();
    double error = wanted - ROUNDING;
    if (ranges.groups(error) > room) {
      error = leastError(ranges, error, room);
    }
    GroupValues groups = new GroupValues(ranges, error);
    groups.choose();
    return groups.grouping(divisor);
  }

  private static double leastError(SampleRanges ranges, double tooSmall, int room) {
    double low = ratio(tooSmall);
    double high = Math.max(low, ranges.span());
    for (int i = 0; i < BISECTIONS && high / low > 1 + 2e-4; i++) {
      double middle = Math.sqrt(low * high);
      if (ranges.groups(error(middle)) <= room) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return error(high);
  }

  /** The ratio of the ends of a group whose middle is that far from both. */
  private static double ratio(double error) {
    return (1 + error) / (1 - error);
  }

  private static double error(double ratio) {
    return (ratio - 1) / (ratio + 1);
  }

  /** Values that came out equal are one value: a datum's values are distinct. */
  static Grouping merged(double[] values, double[] counts, double error) {
    int distinct = 1;
    for (int i = 1; i < values.length; i++) {
      if (values[i] == values[distinct - 1]) {
        counts[distinct - 1] += counts[i];
      } else {
        values[distinct] = values[i];
        counts[distinct++] = counts[i];
      }
    }
    return new Grouping(Arrays.copyOf(values, distinct), Arrays.copyOf(counts, distinct), error);
  }
}
