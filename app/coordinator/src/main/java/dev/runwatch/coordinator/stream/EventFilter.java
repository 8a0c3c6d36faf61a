/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.stream;

import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which runs a stream shows.
 *
 * @param status only changes to this state, or null for all
 * @param run only this run, or null for all
 */
public record EventFilter(@Nullable RunStatus status, @Nullable RunId run) {

  /** Whether the stream shows this change. */
  public boolean admits(Run changed) {
    return (status == null || status == changed.status())
        && (run == null || run.equals(changed.id()));
  }
}
