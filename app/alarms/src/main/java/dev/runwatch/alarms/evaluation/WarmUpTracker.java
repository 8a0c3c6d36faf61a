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
 * Whether an alarm is past its warm-up.
 *
 * <p>AWS: it ends early once the evaluation window, which spans the period times the evaluation
 * periods, is full, which takes a data point for the most recent period; an alarm of three periods
 * of 5 minutes whose metric starts at 10:04 begins to evaluate at about 10:19. So the window is
 * full when data has come for as long as it spans. AWS does not say whose data an expression needs;
 * here it is any of its metrics', never what FILL makes of silence.
 */
final class WarmUpTracker {

  private final AlarmDefinition definition;
  private final AlarmQuery watch;
  private final Instant createdAt;
  private boolean over;

  WarmUpTracker(AlarmDefinition definition, AlarmQuery watch, Instant createdAt, boolean over) {
    this.definition = definition;
    this.watch = watch;
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
    Duration step = AlarmMonitor.cadence(definition);
    Duration period = definition.period();
    Duration window = period.multipliedBy(definition.rule().evaluationPeriods());
    // The newest minute may not have arrived yet, so the window may end a little earlier.
    Duration late = max(period, step.multipliedBy(2));
    long size = window.plus(late).toNanos() / step.toNanos();
    Instant from = to.minus(step.multipliedBy(size));
    long oldest = Long.MAX_VALUE;
    long newest = -1;
    for (MetricStat leg : watch.legs()) {
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
