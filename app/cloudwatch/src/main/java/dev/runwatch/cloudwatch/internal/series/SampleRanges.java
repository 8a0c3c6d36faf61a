/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.series;

import dev.runwatch.cloudwatch.internal.recording.Distribution;

/**
 * The buckets of a distribution without its two extremes: for each the count and the sum of its
 * samples, and the range in which they are. The sum narrows the range: the value of a single sample
 * is known.
 *
 * @param size how many buckets there are
 * @param extremes 1 when the distribution has a single sample, else 2
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SampleRanges(
    int size,
    double[] least,
    double[] greatest,
    long[] counts,
    double[] sums,
    double min,
    double max,
    int extremes) {

  static SampleRanges of(Distribution distribution) {
    int all = distribution.size();
    boolean two = distribution.count() > 1;
    double min = distribution.min();
    double max = distribution.max();
    double[] least = new double[all];
    double[] greatest = new double[all];
    long[] counts = new long[all];
    double[] sums = new double[all];
    int size = 0;
    for (int i = 0; i < all; i++) {
      long count = distribution.count(i);
      double sum = distribution.sum(i);
      if (i == 0) {
        count--;
        sum -= min;
      }
      if (two && i == all - 1) {
        count--;
        sum -= max;
      }
      if (count > 0) {
        double low = Math.max(distribution.lowerEdge(i), min);
        double high = Math.min(distribution.upperEdge(i), max);
        double mean = sum / count;
        // The others are at most at one end of the bucket.
        least[size] = Math.min(mean, Math.max(low, sum - (count - 1) * high));
        greatest[size] = Math.max(mean, Math.min(high, sum - (count - 1) * low));
        counts[size] = count;
        sums[size++] = sum;
      }
    }
    return new SampleRanges(size, least, greatest, counts, sums, min, max, two ? 2 : 1);
  }

  /** The ratio of the greatest sample to the least one that is not zero. */
  double span() {
    for (int i = 0; i < size; i++) {
      if (least[i] > 0) {
        return Math.max(1, greatest[size - 1] / least[i]) * 1.01;
      }
    }
    return 1.01;
  }

  /**
   * One past the last bucket of the group that begins at {@code from}: one value is within the
   * error of all its samples. Taking buckets as long as they fit needs the fewest groups.
   */
  int end(int from, double error) {
    double highest = least[from] * (1 + error);
    int to = from + 1;
    while (to < size && greatest[to] * (1 - error) <= highest) {
      to++;
    }
    return to;
  }

  int groups(double error) {
    int groups = 0;
    for (int i = 0; i < size; i = end(i, error)) {
      groups++;
    }
    return groups;
  }
}
