/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.series;

import dev.runwatch.cloudwatch.recording.Distribution;
import java.util.Arrays;

/**
 * A distribution as few enough values with counts. The least and the greatest sample are values of
 * their own; between them neighbouring cells of the grid form groups, each sent as its exact mean,
 * so that count, sum, minimum and maximum are exact.
 *
 * @param values ascending
 * @param counts of each value
 * @param ratio the ratio of a group's ends that was allowed
 * @param error how far a value sent may be from a true one, relative to the true one
 */
record Grouping(double[] values, double[] counts, double ratio, double error) {

  // 2^-20 is far below what separates two cells of the grid.
  private static final int BISECTIONS = 48;

  /**
   * Groups by the least ratio of a group's ends that needs no more than {@code most} values. Taking
   * cells from the left into a group as long as they fit needs the fewest groups for a ratio, so a
   * search over ratios finds the best there is.
   *
   * @param divisor what to divide each sample by
   * @param most at least 3
   */
  static Grouping fit(Distribution distribution, double divisor, int most) {
    Inner inner = Inner.of(distribution);
    int room = most - inner.own();
    double low = 1;
    double high = inner.span();
    if (inner.groups(low) <= room) {
      return inner.grouped(low, divisor);
    }
    for (int i = 0; i < BISECTIONS && high / low > 1 + 1e-6; i++) {
      double middle = Math.sqrt(low * high);
      if (inner.groups(middle) <= room) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return inner.grouped(high, divisor);
  }

  /** The cells without the two extremes. */
  private record Inner(
      double[] lower,
      double[] upper,
      long[] counts,
      double[] sums,
      double min,
      double max,
      int own) {

    static Inner of(Distribution distribution) {
      int size = distribution.size();
      double[] lower = new double[size];
      double[] upper = new double[size];
      long[] counts = new long[size];
      double[] sums = new double[size];
      for (int i = 0; i < size; i++) {
        lower[i] = Math.max(distribution.lowerEdge(i), distribution.min());
        upper[i] = Math.min(distribution.upperEdge(i), distribution.max());
        counts[i] = distribution.count(i);
        sums[i] = distribution.sum(i);
      }
      counts[0]--;
      sums[0] -= distribution.min();
      boolean two = distribution.count() > 1;
      if (two) {
        counts[size - 1]--;
        sums[size - 1] -= distribution.max();
      }
      return new Inner(
          lower, upper, counts, sums, distribution.min(), distribution.max(), two ? 2 : 1);
    }

    double span() {
      // From the first cell that is not zero's: nothing can be grouped with zero.
      double least = lower[0] > 0 || lower.length == 1 ? lower[0] : lower[1];
      return least > 0 ? Math.max(1, max / least) * 1.01 : 1.01;
    }

    /** One past the last cell of the group that begins at {@code from}. */
    int end(int from, double ratio) {
      int to = from + 1;
      while (to < counts.length && (counts[to] == 0 || upper[to] <= lower[from] * ratio)) {
        to++;
      }
      return to;
    }

    int groups(double ratio) {
      int groups = 0;
      for (int i = 0; i < counts.length; ) {
        if (counts[i] == 0) {
          i++;
        } else {
          i = end(i, ratio);
          groups++;
        }
      }
      return groups;
    }

    Grouping grouped(double ratio, double divisor) {
      int groups = groups(ratio);
      double[] values = new double[groups + own];
      double[] times = new double[groups + own];
      double error = 0;
      int n = 0;
      values[n] = min / divisor;
      times[n++] = 1;
      for (int i = 0; i < counts.length; ) {
        if (counts[i] == 0) {
          i++;
          continue;
        }
        int end = end(i, ratio);
        long count = 0;
        double sum = 0;
        int last = i;
        for (int j = i; j < end; j++) {
          if (counts[j] > 0) {
            count += counts[j];
            sum += sums[j];
            last = j;
          }
        }
        double mean = Math.min(max, Math.max(min, sum / count));
        values[n] = mean / divisor;
        times[n++] = count;
        if (count > 1 && lower[i] > 0) {
          error = Math.max(error, Math.max(mean / lower[i] - 1, 1 - mean / upper[last]));
        }
        i = end;
      }
      if (own == 2) {
        values[n] = max / divisor;
        times[n] = 1;
      }
      return merged(values, times, ratio, error);
    }

    /** Values that came out equal are one value: a datum's values are distinct. */
    private static Grouping merged(double[] values, double[] times, double ratio, double error) {
      int distinct = 1;
      for (int i = 1; i < values.length; i++) {
        if (values[i] == values[distinct - 1]) {
          times[distinct - 1] += times[i];
        } else {
          values[distinct] = values[i];
          times[distinct++] = times[i];
        }
      }
      return new Grouping(
          Arrays.copyOf(values, distinct), Arrays.copyOf(times, distinct), ratio, error);
    }
  }
}
