/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A registered runner.
 *
 * @param maxRuns how many runs it executes at the same time, or null if it did not say
 * @param instanceId the process that is this runner now, or null if it did not say
 * @param owner the name of the token that registered it, or null if that was done without one
 * @param lastSeen its last sign of life: a poll, a heartbeat or a report
 * @param deregistered whether it was deleted and has not been told so yet
 */
public record Runner(
    RunnerId id,
    String hostname,
    String projectDir,
    String executorProfile,
    Set<String> executors,
    Set<String> tags,
    @Nullable Integer maxRuns,
    @Nullable String instanceId,
    @Nullable String owner,
    Instant registeredAt,
    Instant lastSeen,
    boolean deregistered) {

  public Runner {
    executors = Set.copyOf(executors);
    tags = Set.copyOf(tags);
  }

  /** The same runner with another last sign of life. */
  public Runner seen(Instant at) {
    return new Runner(
        id,
        hostname,
        projectDir,
        executorProfile,
        executors,
        tags,
        maxRuns,
        instanceId,
        owner,
        registeredAt,
        at,
        deregistered);
  }
}
