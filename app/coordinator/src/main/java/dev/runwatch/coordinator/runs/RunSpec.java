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
 * @param projectDir the directory to run in, or null for the runner's own
 * @param type a name for the kind of run, or null
 * @param agentName who asked for the run, or null
 */
public record RunSpec(
    String executor,
    Demands demands,
    Duration timeout,
    @Nullable String projectDir,
    @Nullable String type,
    @Nullable String agentName) {}
