/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.series;

import dev.runwatch.cloudwatch.internal.recording.Distribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A distribution as few enough values with counts. The least and the greatest sample are values of
 * their own; between them neighbouring buckets of the grid form groups, each sent as its exact
 * mean, so that count, sum, minimum and maximum are exact.
 *
 * @param values ascending
 * @param counts of each value
 * @param ratio the ratio of a group's ends that was allowed
 * @param error how far a percentile from the 25th on may be from the true one, relative to it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Grouping(double[] values, double[] counts, double ratio, double error) {

  private static final int BISECTIONS = 48;

  /**
   * Groups by the least ratio of a group's ends that needs no more than {@code most} values. Taking
   * buckets from the left into a group as long as they fit needs the fewest groups for a ratio, so
   * a search over ratios finds the best there is.
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
    for (int i = 0; i < BISECTIONS && high / low > 1 + 1e-4; i++) {
      double middle = Math.sqrt(low * high);
      if (inner.groups(middle) <= room) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return inner.grouped(high, divisor);
  }

  /** The buckets without the two extremes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Inner(
      double[] lower,
      double[] upper,
      long[] counts,
      double[] sums,
      double min,
      double max,
      int own,
      int quarter) {

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
          lower,
          upper,
          counts,
          sums,
          distribution.min(),
          distribution.max(),
          two ? 2 : 1,
          quarter(distribution));
    }

    /** The first bucket with samples above the first quartile. */
    private static int quarter(Distribution distribution) {
      long seen = 0;
      int i = 0;
      while (i < distribution.size() - 1
          && (seen + distribution.count(i)) * 4 < distribution.count()) {
        seen += distribution.count(i);
        i++;
      }
      return i;
    }

    double span() {
      // From the first bucket that is not zero's: nothing can be grouped with zero.
      double least = lower[0] > 0 || lower.length == 1 ? lower[0] : lower[1];
      return least > 0 ? Math.max(1, max / least) * 1.01 : 1.01;
    }

    /** One past the last bucket of the group that begins at {@code from}. */
    int end(int from, double ratio) {
      double allowed = from < quarter ? ratio * ratio : ratio;
      int to = from + 1;
      while (to < counts.length && (counts[to] == 0 || upper[to] <= lower[from] * allowed)) {
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
      List<Group> groups = new ArrayList<>();
      for (int i = 0; i < counts.length; ) {
        if (counts[i] == 0) {
          i++;
        } else {
          int end = end(i, ratio);
          groups.add(group(i, end));
          i = end;
        }
      }
      balance(groups);
      double[] values = new double[groups.size() + own];
      double[] times = new double[groups.size() + own];
      double error = 0;
      values[0] = min / divisor;
      times[0] = 1;
      for (int n = 0; n < groups.size(); n++) {
        Group group = groups.get(n);
        values[n + 1] = Math.min(max, Math.max(min, group.value)) / divisor;
        times[n + 1] = group.count;
        error = Math.max(error, group.error());
      }
      if (own == 2) {
        values[values.length - 1] = max / divisor;
        times[times.length - 1] = 1;
      }
      return merged(values, times, ratio, error);
    }

    private Group group(int from, int end) {
      Group group = new Group(lower[from], from >= quarter);
      for (int i = from; i < end; i++) {
        if (counts[i] > 0) {
          group.count += counts[i];
          group.sum += sums[i];
          group.upper = upper[i];
          group.buckets++;
        }
      }
      group.settle();
      return group;
    }

    /**
     * Moves the values of the groups together until the sum is right; by the means, if that cannot
     * be.
     */
    private static void balance(List<Group> groups) {
      double wanted = 0;
      double movable = 0;
      for (Group group : groups) {
        wanted += group.sum - group.value * group.count;
        movable += group.movable() ? group.value * group.count : 0;
      }
      double factor = movable > 0 ? 1 + wanted / movable : 1;
      if (groups.stream().allMatch(group -> group.holds(factor))) {
        groups.stream().filter(Group::movable).forEach(group -> group.value *= factor);
      } else {
        groups.forEach(group -> group.value = group.sum / group.count);
      }
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

  /** Neighbouring buckets that are sent as one value. */
  private static final class Group {
    private final double lower;
    private final boolean bounded;
    private double upper;
    private double sum;
    private double value;
    private long count;
    private int buckets;

    Group(double lower, boolean bounded) {
      this.lower = lower;
      this.bounded = bounded;
    }

    // The harmonic mean of the ends is as far from the one as from the other, relative to each; the
    // mean of the samples may be at either end.
    void settle() {
      value = movable() ? 2 * lower * upper / (lower + upper) : sum / count;
    }

    boolean movable() {
      return buckets > 1 && count > 1 && lower > 0;
    }

    boolean holds(double factor) {
      return !movable() || (value * factor >= lower && value * factor <= upper);
    }

    double error() {
      return bounded && count > 1 && lower > 0 ? Math.max(value / lower - 1, 1 - value / upper) : 0;
    }
  }
}
