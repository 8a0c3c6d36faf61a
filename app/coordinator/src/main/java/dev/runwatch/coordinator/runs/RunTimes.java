/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a run entered its states.
 *
 * @param claimed the last hand-out, or null if it waits
 * @param started the last start, or null if it was not started
 * @param completed its end, or null if it has not ended
 */
public record RunTimes(
    Instant created,
    @Nullable Instant claimed,
    @Nullable Instant started,
    @Nullable Instant completed) {

  /** The times of a run that was created then. */
  public static RunTimes of(Instant created) {
    return new RunTimes(created, null, null, null);
  }
}
