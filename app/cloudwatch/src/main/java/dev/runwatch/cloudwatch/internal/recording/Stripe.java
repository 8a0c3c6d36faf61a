/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.recording;

import java.util.function.IntFunction;

/** One of the places where threads record, so that they do not fight over one. */
final class Stripe extends Extremes {

  final BucketLayout buckets;

  Stripe(IntFunction<BucketArray> maker) {
    this.buckets = new BucketLayout(maker);
  }

  void drainNumbers(Distribution.Builder into) {
    for (BucketArray array : buckets.arrays()) {
      if (array != null) {
        array.drainNumbers(into);
      }
    }
  }

  void drainAmounts(Distribution.Builder into) {
    for (BucketArray array : buckets.arrays()) {
      if (array != null) {
        array.drainAmounts(into);
      }
    }
  }
}
