/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.backtest;

import java.time.Duration;
import java.util.Optional;

/**
 * How long CloudWatch keeps data points, by the length of their period. Older data are only there
 * in longer periods. Source: the CloudWatch user guide, "Metrics retention".
 */
public enum Retention {
  SECONDS(Duration.ofSeconds(1), Duration.ofHours(3)),
  MINUTE(Duration.ofMinutes(1), Duration.ofDays(15)),
  FIVE_MINUTES(Duration.ofMinutes(5), Duration.ofDays(63)),
  HOUR(Duration.ofHours(1), Duration.ofDays(455));

  private final Duration period;
  private final Duration kept;

  Retention(Duration period, Duration kept) {
    this.period = period;
    this.kept = kept;
  }

  /** The shortest period of these data points. */
  public Duration period() {
    return period;
  }

  /** How long they are kept. */
  public Duration kept() {
    return kept;
  }

  /** The shortest period of data points of an age, or empty if CloudWatch has deleted them. */
  public static Optional<Retention> of(Duration age) {
    for (Retention retention : values()) {
      if (age.compareTo(retention.kept) <= 0) {
        return Optional.of(retention);
      }
    }
    return Optional.empty();
  }
}
