/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import dev.runwatch.coordinator.runs.RunDetails;
import dev.runwatch.coordinator.runs.RunId;
import java.util.List;

/** What a poll is answered. */
public sealed interface PollResult {

  /** A run to execute. */
  record Execute(RunDetails run) implements PollResult {}

  /** Runs to stop. */
  record Stop(List<RunId> runs) implements PollResult {
    public Stop {
      runs = List.copyOf(runs);
    }
  }

  /** The runner was deleted, by itself or by an operator, and shall end. */
  record Deregistered() implements PollResult {}

  /** Nothing to do; also for a runner that was lost or replaced, whose next poll tells it so. */
  record Nothing() implements PollResult {}
}
