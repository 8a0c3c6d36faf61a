/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.recording;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * 32 neighbouring buckets of a logarithmic grid. A value's bucket is the exponent and the first 8
 * bits of the mantissa of the value as a double: 256 buckets for each doubling, each at most 1/256
 * wide relative to its value. Zero and subnormal values are bucket 0.
 *
 * <p>A array of whole numbers keeps a bucket's count and sum in one long, so that one atomic
 * addition records both and no reader ever sees one without the other: the count above {@link
 * #shift}, below it the sum of the distances from the bucket's lower edge. When a count has used
 * half of its room, the recorder that notices moves the bucket to {@link #spilled}. A array of
 * amounts keeps the count and the sum in two longs.
 */
final class BucketArray extends AtomicLongArray {

  private static final long serialVersionUID = 1;

  static final int SIZE = 32;
  private static final int LOG_SIZE = 5;
  // A double's bits without its last 44: sign, exponent and 8 bits of mantissa.
  private static final int DROPPED_BITS = 44;

  final int key;
  final int shift;
  final long mask;
  private final int countLimitBits;
  private transient volatile @Nullable AtomicLongArray spilled;

  private BucketArray(int key, int length, int widthBits) {
    super(length);
    this.key = key;
    int countBits = (63 - widthBits) / 2;
    this.shift = widthBits + countBits;
    this.mask = (1L << widthBits) - 1;
    this.countLimitBits = countBits - 1;
  }

  static int bucketOf(double value) {
    return (int) (Double.doubleToRawLongBits(value) >>> DROPPED_BITS);
  }

  static int slotOf(int bucket) {
    return bucket & (SIZE - 1);
  }

  static int keyOf(int bucket) {
    return bucket >>> LOG_SIZE;
  }

  /** The least value of a bucket. */
  static double lowerEdge(int bucket) {
    return Double.longBitsToDouble((long) bucket << DROPPED_BITS);
  }

  static BucketArray ofNumbers(int key) {
    int exponent = Math.getExponent(lowerEdge(key << LOG_SIZE));
    return new BucketArray(key, SIZE, Math.max(0, exponent - 8));
  }

  static BucketArray ofAmounts(int key) {
    return new BucketArray(key, 2 * SIZE, 0);
  }

  /** Whether it is time to move a bucket with this content away. */
  boolean full(long packed) {
    return packed >>> shift >>> countLimitBits != 0;
  }

  void spill(int slot) {
    AtomicLongArray target = spilled;
    if (target == null) {
      target = spillTarget();
    }
    synchronized (this) {
      long packed = getAndSet(slot, 0);
      target.getAndAdd(2 * slot, packed >>> shift);
      target.getAndAdd(2 * slot + 1, packed & ((1L << shift) - 1));
    }
  }

  private synchronized AtomicLongArray spillTarget() {
    AtomicLongArray target = spilled;
    if (target == null) {
      target = new AtomicLongArray(2 * SIZE);
      spilled = target;
    }
    return target;
  }

  /** The caller holds the lock of the stripe, as for {@link #drainAmounts}. */
  void addAmount(int slot, double amount) {
    double sum = Double.longBitsToDouble(get(2 * slot + 1));
    set(2 * slot + 1, Double.doubleToRawLongBits(sum + amount));
    set(2 * slot, get(2 * slot) + 1);
  }

  // The lock keeps a spilled count and its sum together.
  synchronized void drainNumbers(Distribution.Builder into) {
    AtomicLongArray more = spilled;
    for (int slot = 0; slot < SIZE; slot++) {
      // Most places are empty, and looking costs less than taking.
      long packed = get(slot) == 0 ? 0 : getAndSet(slot, 0);
      long count = packed >>> shift;
      double distances = packed & ((1L << shift) - 1);
      if (more != null) {
        count += more.getAndSet(2 * slot, 0);
        distances += more.getAndSet(2 * slot + 1, 0);
      }
      if (count != 0) {
        int bucket = (key << LOG_SIZE) + slot;
        into.add(bucket, count, (double) (long) lowerEdge(bucket) * count + distances);
      }
    }
  }

  void drainAmounts(Distribution.Builder into) {
    for (int slot = 0; slot < SIZE; slot++) {
      long count = get(2 * slot);
      if (count != 0) {
        set(2 * slot, 0);
        double sum = Double.longBitsToDouble(getAndSet(2 * slot + 1, 0));
        into.add((key << LOG_SIZE) + slot, count, sum);
      }
    }
  }
}
