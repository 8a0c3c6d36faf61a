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

/** Plays an alarm over a history, as often as CloudWatch would have evaluated it. */
public final class Backtest {

  private final AlarmDefinition definition;
  private final History history;

  /**
   * @param definition the alarm, its tokens replaced; its warm-up is left out
   * @param history what its metrics were
   */
  public Backtest(AlarmDefinition definition, History history) {
    this.definition = definition.withoutWarmUp();
    this.history = history;
  }

  /** What a threshold would have done. */
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
