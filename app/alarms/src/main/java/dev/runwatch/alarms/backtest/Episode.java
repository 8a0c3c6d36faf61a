/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.backtest;

import java.time.Duration;
import java.time.Instant;

/**
 * One period of time in ALARM.
 *
 * @param from the transition to ALARM
 * @param to the transition out of ALARM, or the end of the history
 * @param open whether the history ended first
 */
public record Episode(Instant from, Instant to, boolean open) {

  /** Its length. */
  public Duration length() {
    return Duration.between(from, to);
  }
}
