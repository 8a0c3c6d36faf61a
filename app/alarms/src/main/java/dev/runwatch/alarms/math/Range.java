/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import java.time.Duration;
import java.time.Instant;

/**
 * The time range of an evaluation.
 *
 * @param start the start of the first period
 * @param period the length of every period
 * @param size the number of periods
 */
public record Range(Instant start, Duration period, int size) {

  /** The length of a period in seconds. */
  double periodSeconds() {
    return period.toNanos() / 1e9;
  }

  Instant time(int index) {
    return start.plusNanos(period.toNanos() * index);
  }
}
