/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The life of a run, and the only place where it is told what may follow what.
 *
 * <p>A run is born {@link #PENDING}, is {@link #CLAIMED} by the poll of a runner, {@link #RUNNING}
 * once that runner says so, and ends {@link #COMPLETED}, {@link #FAILED} or {@link #STOPPED}. One
 * that is asked to stop while a runner has it is {@link #STOPPING} until the runner tells how it
 * ended. End states never change.
 */
public enum RunStatus {
  /** Waits for a runner. */
  PENDING,
  /** Handed to a runner that has not reported its start yet. */
  CLAIMED,
  /** Executed by a runner. */
  RUNNING,
  /** Asked to stop; its runner has not told the end yet. */
  STOPPING,
  /** Ended by itself with success. */
  COMPLETED,
  /** Ended without success, or no runner was there for it. */
  FAILED,
  /** Ended because somebody asked for it. */
  STOPPED;

  private Set<RunStatus> next() {
    return switch (this) {
      case PENDING -> EnumSet.of(CLAIMED, STOPPED, FAILED);
      // Back to pending: it was returned, or its runner was lost before it started.
      // Completed and failed: the report of its start was lost.
      case CLAIMED -> EnumSet.of(RUNNING, STOPPING, COMPLETED, FAILED, PENDING);
      // Stopped without having been asked to: its runner was shut down.
      // Back to pending: its runner was lost, and it may be executed again.
      case RUNNING -> EnumSet.of(STOPPING, COMPLETED, FAILED, STOPPED, PENDING);
      case STOPPING -> EnumSet.of(STOPPED, COMPLETED, FAILED);
      case COMPLETED, FAILED, STOPPED -> EnumSet.noneOf(RunStatus.class);
    };
  }

  /** Whether a run in this state may go to that one. */
  public boolean mayBecome(RunStatus target) {
    return next().contains(target);
  }

  /** Whether this state is final. */
  public boolean ended() {
    return next().isEmpty();
  }

  /** Whether a runner has the run. */
  public boolean withRunner() {
    return this == CLAIMED || this == RUNNING || this == STOPPING;
  }

  /** The state as bodies and the store spell it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of that spelling, or empty. */
  public static Optional<RunStatus> ofWireName(String name) {
    for (RunStatus status : values()) {
      if (status.wireName().equals(name)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
