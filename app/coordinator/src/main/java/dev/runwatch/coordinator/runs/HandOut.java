/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * To whom a run was handed out, and how often.
 *
 * @param runner the runner that has or had the run, or null if it waits
 * @param instance the process of that runner, or null if the runner did not name one
 * @param attempt the number of hand-outs so far; it is the fence of reports
 * @param executions the number of hand-outs that were reported as started
 * @param unstarted the number of hand-outs since the last start
 */
public record HandOut(
    @Nullable RunnerId runner,
    @Nullable String instance,
    int attempt,
    int executions,
    int unstarted) {

  /** A run that was never handed out. */
  public static final HandOut NONE = new HandOut(null, null, 0, 0, 0);

  HandOut to(Runner to) {
    return new HandOut(to.id(), to.instanceId(), attempt + 1, executions, unstarted + 1);
  }

  HandOut started() {
    return new HandOut(runner, instance, attempt, executions + 1, 0);
  }

  HandOut ended() {
    return new HandOut(null, null, attempt, executions, unstarted);
  }

  HandOut returned() {
    return new HandOut(null, null, attempt, executions, Math.max(0, unstarted - 1));
  }

  /** Its start was reported, and then nothing was begun. */
  HandOut notExecuted() {
    return new HandOut(null, null, attempt, Math.max(0, executions - 1), unstarted);
  }

  /** Whether that process of the runner has it; a process that is not named has it too. */
  public boolean isWith(RunnerId id, @Nullable String process) {
    return id.equals(runner)
        && (process == null || instance == null || Objects.equals(process, instance));
  }
}
