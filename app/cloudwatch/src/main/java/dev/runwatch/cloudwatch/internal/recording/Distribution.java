/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.recording;

import java.util.Arrays;

/**
 * A recorded distribution: the buckets of the logarithmic grid that hold something, in ascending
 * order, each with its exact count and sum, and the exact extremes. Immutable; merging is exact.
 */
public final class Distribution {

  /** Nothing. */
  public static final Distribution EMPTY = new Builder().build();

  private final int[] buckets;
  private final long[] counts;
  private final double[] sums;
  private final double min;
  private final double max;
  private final long count;
  private final double sum;

  private Distribution(int[] buckets, long[] counts, double[] sums, double min, double max) {
    this.buckets = buckets;
    this.counts = counts;
    this.sums = sums;
    long allCounts = 0;
    double allSums = 0;
    for (int i = 0; i < counts.length; i++) {
      allCounts += counts[i];
      allSums += sums[i];
    }
    this.count = allCounts;
    this.sum = allSums;
    // An extreme may run ahead of its sample, or lag behind it, when a thread was interrupted
    // between
    // the two. What is sent must fit the samples that are sent.
    this.min = buckets.length == 0 ? 0 : within(0, min);
    this.max = buckets.length == 0 ? 0 : within(buckets.length - 1, max);
  }

  private double within(int i, double extreme) {
    return BucketArray.bucketOf(extreme) == buckets[i] ? extreme : mean(i);
  }

  /** How many buckets hold something. */
  public int size() {
    return buckets.length;
  }

  public long count(int i) {
    return counts[i];
  }

  public double sum(int i) {
    return sums[i];
  }

  public double mean(int i) {
    return sums[i] / counts[i];
  }

  /** The least value that falls into the i-th bucket in use. */
  public double lowerEdge(int i) {
    return BucketArray.lowerEdge(buckets[i]);
  }

  /** The least value that is too great for the i-th bucket in use. */
  public double upperEdge(int i) {
    return BucketArray.lowerEdge(buckets[i] + 1);
  }

  /** How many samples. */
  public long count() {
    return count;
  }

  public double sum() {
    return sum;
  }

  /** The least sample; 0 when there is none. */
  public double min() {
    return min;
  }

  /** The greatest sample; 0 when there is none. */
  public double max() {
    return max;
  }

  /** The mean of the bucket that holds the sample of that rank, 1 to {@link #count()}. */
  public double ranked(long rank) {
    long seen = 0;
    for (int i = 0; i < buckets.length; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return Math.min(max, Math.max(min, mean(i)));
      }
    }
    return max;
  }

  /**
   * How many samples are at most {@code bound}; those in the bucket that holds the bound count by
   * their mean.
   */
  public long countUpTo(double bound) {
    long upTo = 0;
    for (int i = 0; i < buckets.length && lowerEdge(i) <= bound; i++) {
      upTo += upperEdge(i) <= bound || mean(i) <= bound ? counts[i] : 0;
    }
    return upTo;
  }

  /** Both together. */
  public Distribution plus(Distribution other) {
    if (other.count == 0) {
      return this;
    }
    if (count == 0) {
      return other;
    }
    Builder both = new Builder();
    addTo(both);
    other.addTo(both);
    return both.build();
  }

  /** Puts all of it into a builder. */
  public void addTo(Builder builder) {
    for (int i = 0; i < buckets.length; i++) {
      builder.add(buckets[i], counts[i], sums[i]);
    }
    if (buckets.length > 0) {
      builder.extremes(min, max);
    }
  }

  /** Collects buckets in any order. Not thread-safe. */
  public static final class Builder {

    private int size;
    private int[] buckets = new int[64];
    private long[] counts = new long[64];
    private double[] sums = new double[64];
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    void add(int bucket, long count, double sum) {
      if (size == buckets.length) {
        buckets = Arrays.copyOf(buckets, 2 * size);
        counts = Arrays.copyOf(counts, 2 * size);
        sums = Arrays.copyOf(sums, 2 * size);
      }
      buckets[size] = bucket;
      counts[size] = count;
      sums[size++] = sum;
    }

    void extremes(double least, double greatest) {
      min = Math.min(min, least);
      max = Math.max(max, greatest);
    }

    public Distribution build() {
      long[] order = new long[size];
      for (int i = 0; i < size; i++) {
        order[i] = (long) buckets[i] << 32 | i;
      }
      Arrays.sort(order);
      int[] mergedBuckets = new int[size];
      long[] mergedCounts = new long[size];
      double[] mergedSums = new double[size];
      int merged = 0;
      for (long entry : order) {
        int bucket = (int) (entry >>> 32);
        int i = (int) entry;
        if (merged == 0 || mergedBuckets[merged - 1] != bucket) {
          mergedBuckets[merged++] = bucket;
        }
        mergedCounts[merged - 1] += counts[i];
        mergedSums[merged - 1] += sums[i];
      }
      return new Distribution(
          Arrays.copyOf(mergedBuckets, merged),
          Arrays.copyOf(mergedCounts, merged),
          Arrays.copyOf(mergedSums, merged),
          min,
          max);
    }
  }
}
