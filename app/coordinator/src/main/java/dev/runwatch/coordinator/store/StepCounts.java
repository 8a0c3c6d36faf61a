/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.runs.RunStatus;
import org.jspecify.annotations.Nullable;

/** How many transitions of each counted kind happened in one step. */
public record StepCounts(long created, long completed, long failed, long stopped, long retried) {

  public static final StepCounts NONE = new StepCounts(0, 0, 0, 0, 0);

  private static final StepCounts CREATED = new StepCounts(1, 0, 0, 0, 0);
  private static final StepCounts COMPLETED = new StepCounts(0, 1, 0, 0, 0);
  private static final StepCounts FAILED = new StepCounts(0, 0, 1, 0, 0);
  private static final StepCounts STOPPED = new StepCounts(0, 0, 0, 1, 0);
  private static final StepCounts RETRIED = new StepCounts(0, 0, 0, 0, 1);

  /**
   * What one transition counts as.
   *
   * @param from the state before, or null when the run was created
   */
  public static StepCounts of(@Nullable RunStatus from, RunStatus to) {
    return switch (to) {
      case COMPLETED -> COMPLETED;
      case FAILED -> FAILED;
      case STOPPED -> STOPPED;
      case PENDING -> from == null ? CREATED : from == RunStatus.RUNNING ? RETRIED : NONE;
      case CLAIMED, RUNNING, STOPPING -> NONE;
    };
  }

  /** Both together. */
  public StepCounts plus(StepCounts other) {
    return new StepCounts(
        created + other.created,
        completed + other.completed,
        failed + other.failed,
        stopped + other.stopped,
        retried + other.retried);
  }

  /** What is left without the other. */
  public StepCounts minus(StepCounts other) {
    return new StepCounts(
        created - other.created,
        completed - other.completed,
        failed - other.failed,
        stopped - other.stopped,
        retried - other.retried);
  }
}
