/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A registered runner.
 *
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
    @Nullable String instanceId,
    @Nullable String owner,
    Instant registeredAt,
    Instant lastSeen,
    boolean deregistered) {

  public Runner {
    executors = Set.copyOf(executors);
    tags = Set.copyOf(tags);
  }

  /** Whether this runner may execute that run, busy or not. */
  public boolean matches(RunSpec run) {
    Demands demands = run.demands();
    return executors.contains(run.executor())
        && (demands.hostname() == null || Objects.equals(demands.hostname(), hostname))
        && (demands.projectDir() == null || Objects.equals(demands.projectDir(), projectDir))
        && tags.containsAll(demands.tags());
  }
}
