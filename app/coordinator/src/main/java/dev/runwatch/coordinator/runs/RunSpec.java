/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, but for the parameters, which only the runner needs.
 *
 * @param executor the name of what executes the run
 * @param demands what a runner must have
 * @param timeout how long the run may take
 * @param maxExecutions how often the run may be started; more than 1 allows a second start after
 *     its runner was lost
 * @param projectDir the directory to run in, or null for the runner's own
 * @param type a name for the kind of run, or null
 * @param agentName who asked for the run, or null
 * @param traceparent the W3C trace context of the request for it, or null
 */
public record RunSpec(
    String executor,
    Demands demands,
    Duration timeout,
    int maxExecutions,
    @Nullable String projectDir,
    @Nullable String type,
    @Nullable String agentName,
    @Nullable String traceparent) {

  /** A run that is started once at most. */
  public RunSpec(
      String executor,
      Demands demands,
      Duration timeout,
      @Nullable String projectDir,
      @Nullable String type,
      @Nullable String agentName) {
    this(executor, demands, timeout, 1, projectDir, type, agentName, null);
  }
}
