/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.recording;

/**
 * Records finite amounts that are not negative. A sample takes the lock of its thread's stripe, so
 * that a collection never sees a sum without its count.
 */
public final class AmountRecorder extends DistributionRecorder {

  /** The greatest amount. Source: the API reference, MetricDatum. */
  public static final double GREATEST = 0x1p360;

  public AmountRecorder(StepTime time) {
    super(time, BucketArray::ofAmounts, false);
  }

  /**
   * Records one amount.
   *
   * @param amount finite and not negative
   */
  public void record(double amount) {
    double value = amount + 0.0; // no negative zero
    int index = BucketArray.bucketOf(value);
    Stripe stripe = cellByClock().ofThread();
    synchronized (stripe) {
      stripe.buckets.array(BucketArray.keyOf(index)).addAmount(BucketArray.slotOf(index), value);
      stripe.include(Double.doubleToRawLongBits(value));
    }
  }
}
