/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.backtest;

import java.time.Duration;
import java.util.List;

/**
 * The result of a back-test with one threshold.
 *
 * @param threshold the threshold
 * @param episodes the times in ALARM, oldest first
 */
public record Outcome(double threshold, List<Episode> episodes) {

  public Outcome {
    episodes = List.copyOf(episodes);
  }

  /** The total time in ALARM. */
  public Duration total() {
    return episodes.stream().map(Episode::length).reduce(Duration.ZERO, Duration::plus);
  }

  /** The longest time in ALARM, or zero. */
  public Duration longest() {
    return episodes.stream().map(Episode::length).max(Duration::compareTo).orElse(Duration.ZERO);
  }
}
