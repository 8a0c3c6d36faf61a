/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.recording;

/**
 * Records durations in nanoseconds. Wait-free once a step has begun and a cell's array exists: one
 * atomic operation, no allocation, and as a rule no look at the clock.
 */
public final class LatencyRecorder extends DistributionRecorder {

  // Beyond, a double does not hold every whole number: 104 days.
  private static final long EXACT = 1L << 53;
  // A recorder looks at the clock at every 64th sample of a cell, the first one included: a thread
  // that
  // keeps the time and is stalled is noticed at once, and a rare sample is never in the wrong step.
  private static final int TRUSTED = 63;

  private volatile boolean contended;

  public LatencyRecorder(StepTime time) {
    super(time, BucketArray::ofNumbers, true);
  }

  /**
   * Records one duration.
   *
   * @param nanos not negative; beyond 104 days to 2 microseconds
   */
  public void record(long nanos) {
    long value = nanos < EXACT ? nanos : nanos & -2048;
    int index = BucketArray.bucketOf((double) value);
    StripedCell cell = cell();
    Stripe stripe = contended ? cell.ofThread() : cell.first;
    BucketArray array = stripe.buckets.array(BucketArray.keyOf(index));
    int slot = BucketArray.slotOf(index);
    long old = array.get(slot);
    if ((old >>> array.shift & TRUSTED) == 0) {
      StripedCell byClock = cellByClock();
      if (byClock != cell) {
        stripe = contended ? byClock.ofThread() : byClock.first;
        array = stripe.buckets.array(BucketArray.keyOf(index));
        old = array.get(slot);
      }
    }
    long increment = (1L << array.shift) + (value & array.mask);
    if (!array.compareAndSet(slot, old, old + increment)) {
      // Somebody was faster: from now on each thread has its place.
      contended = true;
      array.getAndAdd(slot, increment);
    }
    stripe.include(value);
    if (array.full(old)) {
      array.spill(slot);
    }
  }
}
