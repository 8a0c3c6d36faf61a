/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import java.time.Duration;

/**
 * Limits how often a lasting failure is logged: at its start, and then every five minutes or five
 * steps, whichever is longer. Not thread-safe.
 */
final class OutageLog {

  private static final Duration AT_LEAST = Duration.ofMinutes(5);
  private static final int STEPS = 5;

  private final long everyNanos;
  private boolean open;
  private long lastNanos;

  OutageLog(Duration step) {
    Duration steps = step.multipliedBy(STEPS);
    this.everyNanos = (steps.compareTo(AT_LEAST) > 0 ? steps : AT_LEAST).toNanos();
  }

  /** Whether a failure at that time is to be logged. */
  boolean due(long nowNanos) {
    if (open && nowNanos - lastNanos < everyNanos) {
      return false;
    }
    open = true;
    lastNanos = nowNanos;
    return true;
  }

  /** Ends the outage; returns whether there was one. */
  boolean end() {
    boolean was = open;
    open = false;
    return was;
  }
}
