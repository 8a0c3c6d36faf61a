/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.backtest;

import java.time.Duration;
import java.time.Instant;

/**
 * One time in ALARM.
 *
 * @param from when it would have paged
 * @param to when it would have ended; the end of the history when it had not
 * @param open whether it had not ended
 */
public record Episode(Instant from, Instant to, boolean open) {

  /** How long it lasted. */
  public Duration length() {
    return Duration.between(from, to);
  }
}
