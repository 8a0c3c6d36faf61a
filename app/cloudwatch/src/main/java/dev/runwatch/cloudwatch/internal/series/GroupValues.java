/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.series;

/**
 * Chooses a value for each group of buckets: as near as possible to the mean of its samples, within
 * the error of every sample, and so that the sum of all is exact. Values are rounded to a short
 * mantissa, which compresses well; one value takes up what rounding adds to the sum.
 */
final class GroupValues {
  /** So few values are not rounded. */
  private static final int FEW = 16;

  // Doubles without their last 36 bits have 16 bits of mantissa.
  private static final int DROPPED_BITS = 36;

  private final SampleRanges ranges;
  private final double error;
  private final int size;
  private final double[] least;
  private final double[] greatest;
  private final double[] counts;
  private final double[] sums;
  private final double[] values;

  GroupValues(SampleRanges ranges, double error) {
    this.ranges = ranges;
    this.error = error;
    this.size = ranges.groups(error);
    this.least = new double[size];
    this.greatest = new double[size];
    this.counts = new double[size];
    this.sums = new double[size];
    this.values = new double[size];
    int group = 0;
    for (int from = 0; from < ranges.size(); group++) {
      int to = ranges.end(from, error);
      least[group] = ranges.least()[from];
      greatest[group] = ranges.greatest()[from];
      for (int i = from; i < to; i++) {
        greatest[group] = Math.max(greatest[group], ranges.greatest()[i]);
        counts[group] += ranges.counts()[i];
        sums[group] += ranges.sums()[i];
      }
      from = to;
    }
  }

  private double lowest(int group) {
    return Math.max(least[group], greatest[group] * (1 - error));
  }

  private double highest(int group) {
    return Math.min(greatest[group], least[group] * (1 + error));
  }

  /**
   * The means, where they are within the error; the others move the rest until the sum is right.
   */
  void choose() {
    double wanted = 0;
    for (int i = 0; i < size; i++) {
      double mean = sums[i] / counts[i];
      values[i] = Math.min(highest(i), Math.max(lowest(i), mean));
      wanted += (mean - values[i]) * counts[i];
    }
    double room = 0;
    for (int i = 0; i < size; i++) {
      room += room(i, wanted) * counts[i];
    }
    if (wanted == 0 || Math.abs(wanted) <= Math.abs(room)) {
      double part = wanted == 0 ? 0 : wanted / room;
      for (int i = 0; i < size; i++) {
        values[i] += room(i, wanted) * part;
      }
    } else {
      // Rare: the means then have a greater error, which is stated.
      for (int i = 0; i < size; i++) {
        values[i] = sums[i] / counts[i];
      }
    }
  }

  /** How far a value can move in a direction. */
  private double room(int group, double direction) {
    double to = direction > 0 ? highest(group) : lowest(group);
    double room = to - values[group];
    return room > 0 == direction > 0 ? room : 0;
  }

  Grouping grouping(double divisor) {
    boolean two = ranges.extremes() == 2;
    double[] sent = new double[size + ranges.extremes()];
    double[] times = new double[size + ranges.extremes()];
    double low = ranges.min() / divisor;
    double high = ranges.max() / divisor;
    sent[0] = low;
    times[0] = 1;
    double excess = 0;
    for (int i = 0; i < size; i++) {
      double exact = values[i] / divisor;
      boolean extreme = exact <= low || exact >= high;
      sent[i + 1] = size > FEW && !extreme ? Math.min(high, Math.max(low, rounded(exact))) : exact;
      times[i + 1] = counts[i];
      excess += (sent[i + 1] - exact) * counts[i];
    }
    if (excess != 0) {
      int taker = taker(divisor, excess);
      sent[taker + 1] -= excess / counts[taker];
    }
    if (two) {
      sent[size + 1] = high;
      times[size + 1] = 1;
    }
    double worst = 0;
    for (int i = 0; i < size; i++) {
      worst = Math.max(worst, errorOf(i, sent[i + 1] * divisor));
    }
    return Grouping.merged(sent, times, worst);
  }

  /** The group that takes up the excess with the least change, and within the error if one can. */
  private int taker(double divisor, double excess) {
    int best = 0;
    double bestShare = 0;
    for (int i = 0; i < size; i++) {
      if (values[i] <= ranges.min() || values[i] >= ranges.max()) {
        continue;
      }
      double moved = values[i] - excess * divisor / counts[i];
      boolean within = moved >= lowest(i) && moved <= highest(i);
      double share = values[i] * counts[i] * (within ? 1 : 1e-6);
      if (share > bestShare) {
        best = i;
        bestShare = share;
      }
    }
    return best;
  }

  private double errorOf(int group, double value) {
    return least[group] > 0 ? Math.max(value / least[group] - 1, 1 - value / greatest[group]) : 0;
  }

  private static double rounded(double value) {
    long bits = Double.doubleToRawLongBits(value) + (1L << (DROPPED_BITS - 1));
    return Double.longBitsToDouble(bits >>> DROPPED_BITS << DROPPED_BITS);
  }
}
