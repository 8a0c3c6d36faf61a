/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.time.Duration;

/**
 * The time after the creation of an alarm in which it stays in INSUFFICIENT_DATA and is not
 * evaluated.
 *
 * @param period its length, positive; 1 to 2,880 minutes in a file
 * @param onlyAfter whether it lasts its whole length; if not, it ends once the metrics have had
 *     data for as long as the evaluation window
 */
public record WarmUp(Duration period, boolean onlyAfter) {

  public WarmUp {
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("period must be positive: " + period);
    }
  }
}
