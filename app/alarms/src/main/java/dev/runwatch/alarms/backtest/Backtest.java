/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.backtest;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.evaluation.AlarmMonitor;
import dev.runwatch.alarms.evaluation.Evaluator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Evaluates an alarm over a history at the interval at which CloudWatch would have done so. */
public final class Backtest {

  private final AlarmDefinition definition;
  private final History history;

  /**
   * @param definition the alarm, its tokens replaced; its warm-up is ignored
   * @param history the data of its metrics
   */
  public Backtest(AlarmDefinition definition, History history) {
    this.definition = definition.withoutWarmUp();
    this.history = history;
  }

  /** Evaluates the alarm with a threshold, from INSUFFICIENT_DATA at the start of the history. */
  public Outcome with(double threshold) {
    AlarmMonitor monitor =
        new AlarmMonitor(
            definition.withThreshold(threshold),
            history.from(),
            AlarmState.INSUFFICIENT_DATA,
            Evaluator.DEFAULT_EXTRA);
    Duration cadence = max(AlarmMonitor.cadence(definition), history.unit());
    List<Episode> episodes = new ArrayList<>();
    Instant since = null;
    Instant now = history.from().plus(cadence);
    for (; !now.isAfter(history.to()); now = now.plus(cadence)) {
      monitor.evaluate(history, now);
      boolean alarm = monitor.state() == AlarmState.ALARM;
      if (alarm && since == null) {
        since = now;
      } else if (!alarm && since != null) {
        episodes.add(new Episode(since, now, /* open= */ false));
        since = null;
      }
    }
    if (since != null) {
      episodes.add(new Episode(since, history.to(), /* open= */ true));
    }
    return new Outcome(threshold, episodes);
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
