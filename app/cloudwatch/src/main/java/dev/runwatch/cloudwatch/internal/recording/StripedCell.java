/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.recording;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/**
 * The distribution recorded in one step: one stripe, and more once threads have been seen to
 * collide.
 */
final class StripedCell extends StepCell {

  private static final int STRIPES =
      Math.min(16, Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors() - 1));

  private final IntFunction<BucketArray> maker;
  final Stripe first;
  private final AtomicReferenceArray<Stripe> more = new AtomicReferenceArray<>(STRIPES);

  // Guarded by this: what was collected from the stripes: handed out, and not yet handed out.
  private Distribution handed = Distribution.EMPTY;
  private Distribution held = Distribution.EMPTY;

  StripedCell(long step, IntFunction<BucketArray> maker) {
    super(step);
    this.maker = maker;
    this.first = new Stripe(maker);
  }

  /** The stripe of the current thread. */
  @SuppressWarnings("deprecation") // threadId() came with Java 19
  Stripe ofThread() {
    int index = (int) Thread.currentThread().getId() & (STRIPES - 1);
    Stripe stripe = more.get(index);
    if (stripe == null) {
      Stripe made = new Stripe(maker);
      // Not read again: release() may have emptied the place in between.
      Stripe present = more.compareAndExchange(index, null, made);
      stripe = present == null ? made : present;
    }
    return stripe;
  }

  /** Hands out what was recorded since the last time; extremes are those of the whole step. */
  synchronized Distribution drain(boolean numbers) {
    collect(numbers);
    Distribution drained = held;
    handed = handed.plus(drained);
    held = Distribution.EMPTY;
    return drained;
  }

  /** All of the step so far. */
  synchronized Distribution seen(boolean numbers) {
    collect(numbers);
    return handed.plus(held);
  }

  /** Frees the arrays once nothing is collected any more; what was recorded is still shown. */
  synchronized void release() {
    first.buckets.clear();
    for (int i = 0; i < STRIPES; i++) {
      more.set(i, null);
    }
  }

  private void collect(boolean numbers) {
    Distribution.Builder into = new Distribution.Builder();
    long min = Long.MAX_VALUE;
    long max = -1;
    for (int i = -1; i < STRIPES; i++) {
      Stripe stripe = i < 0 ? first : more.get(i);
      if (stripe == null) {
        continue;
      }
      if (numbers) {
        stripe.drainNumbers(into);
        min = Math.min(min, stripe.min());
        max = Math.max(max, stripe.max());
      } else {
        synchronized (stripe) {
          stripe.drainAmounts(into);
          min = Math.min(min, stripe.min());
          max = Math.max(max, stripe.max());
        }
      }
    }
    if (max >= 0) {
      into.extremes(
          numbers ? min : Double.longBitsToDouble(min),
          numbers ? max : Double.longBitsToDouble(max));
    }
    held = held.plus(into.build());
  }
}
