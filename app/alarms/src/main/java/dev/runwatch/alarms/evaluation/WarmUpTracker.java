/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.WarmUp;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Tracks whether the warm-up of an alarm has ended. Not thread-safe.
 *
 * <p>AWS documents that a warm-up ends early once the evaluation window, the period times the
 * number of evaluation periods, is full: an alarm of three periods of 5 minutes whose metric starts
 * at 10:04 is evaluated from about 10:19. So the window is full once there has been data for as
 * long as it spans. AWS does not document which data counts for an expression; here data of any of
 * its metrics counts, and points that FILL adds do not.
 */
final class WarmUpTracker {

  private final AlarmDefinition definition;
  private final AlarmQuery query;
  private final Instant createdAt;
  private final boolean filledCounts;
  private boolean over;

  WarmUpTracker(
      AlarmDefinition definition,
      AlarmQuery query,
      Instant createdAt,
      Assumptions assumptions,
      boolean over) {
    this.filledCounts = assumptions.filledEndsWarmUp() && query.fills();
    this.definition = definition;
    this.query = query;
    this.createdAt = createdAt;
    this.over = over || definition.warmUp() == null;
  }

  boolean still() {
    return !over;
  }

  boolean over(SeriesSource source, Instant to) {
    if (!over) {
      WarmUp warmUp = Objects.requireNonNull(definition.warmUp());
      over =
          !to.isBefore(createdAt.plus(warmUp.period()))
              || (!warmUp.onlyAfter() && windowIsFull(source, to));
    }
    return over;
  }

  private boolean windowIsFull(SeriesSource source, Instant to) {
    if (filledCounts && query.range(source, to, 0).isWhole(definition.rule().evaluationPeriods())) {
      return true;
    }
    Duration step = AlarmMonitor.cadence(definition);
    Duration period = definition.period();
    Duration window = period.multipliedBy(definition.rule().evaluationPeriods());
    // The data of the newest minute may be late, so the window may end a little earlier.
    Duration late = max(period, step.multipliedBy(2));
    long size = window.plus(late).toNanos() / step.toNanos();
    Instant from = to.minus(step.multipliedBy(size));
    long oldest = Long.MAX_VALUE;
    long newest = -1;
    for (MetricStat leg : query.legs()) {
      Series data = source.read(leg.withPeriod(step), from, to);
      for (int i = 0; i < data.size(); i++) {
        if (!Double.isNaN(data.raw(i))) {
          oldest = Math.min(oldest, i);
          newest = Math.max(newest, i);
        }
      }
    }
    return newest >= 0
        && (newest - oldest + 1) * step.toNanos() >= window.toNanos()
        && (size - newest - 1) * step.toNanos() <= late.toNanos();
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
