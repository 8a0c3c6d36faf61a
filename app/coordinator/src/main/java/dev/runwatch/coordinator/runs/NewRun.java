/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A run as a client asks for it. */
public record NewRun(
    String executor,
    ObjectNode parameters,
    Demands demands,
    Duration timeout,
    @Nullable String projectDir,
    @Nullable String type,
    @Nullable String agentName) {}
