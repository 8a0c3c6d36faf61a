/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.time.Duration;

/**
 * The time after its creation in which an alarm stays in INSUFFICIENT_DATA and acts on nothing.
 *
 * @param period 1 to 2,880 minutes as the file has it; shorter or longer when the alarm is scaled
 * @param onlyAfter whether it lasts its whole period; otherwise it ends as soon as the alarm's
 *     metrics fill the evaluation window, which is when data has been coming for all its periods
 */
public record WarmUp(Duration period, boolean onlyAfter) {

  public WarmUp {
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("period must be positive: " + period);
    }
  }
}
