/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import java.time.Duration;

/** Durations as Prometheus has them: {@code 15m}, {@code 9m30s}, {@code 250ms}. */
final class PrometheusDuration {

  private PrometheusDuration() {}

  static String of(Duration duration) {
    long seconds = duration.toSeconds();
    if (duration.isZero()) {
      return "0s";
    }
    if (duration.toMillis() % 1000 != 0) {
      return duration.toMillis() + "ms";
    }
    return part(seconds / 3600, "h") + part(seconds / 60 % 60, "m") + part(seconds % 60, "s");
  }

  private static String part(long count, String unit) {
    return count == 0 ? "" : count + unit;
  }
}
