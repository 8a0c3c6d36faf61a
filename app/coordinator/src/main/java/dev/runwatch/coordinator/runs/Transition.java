/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of a run, as it was committed.
 *
 * @param number its place in the order of commits: 1 more than the one before
 * @param from the state before, or null when the run was created
 * @param run the run after the change
 * @param at when it happened, by the clock of the coordinator that did it
 */
public record Transition(long number, @Nullable RunStatus from, Run run, Instant at) {

  /** The state after the change. */
  public RunStatus to() {
    return run.status();
  }

  /** Whether a run that was running is pending again. */
  public boolean isRetry() {
    return from == RunStatus.RUNNING && to() == RunStatus.PENDING;
  }
}
