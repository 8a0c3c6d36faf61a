/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of all bodies in memory. */
final class BodyBudget {

  private final long max;
  private final AtomicLong used = new AtomicLong();

  BodyBudget(long max) {
    this.max = max;
  }

  /** Takes bytes, also more than there are; the caller returns them if this is false. */
  boolean take(long bytes) {
    return used.addAndGet(bytes) <= max;
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }
}
