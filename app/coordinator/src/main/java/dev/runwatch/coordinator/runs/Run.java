/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as the store has it.
 *
 * @param sequence its place in the order of creation
 * @param attempt how often it was handed to a runner; more than 1 tells that an answer may have
 *     been lost
 * @param error why it failed, or null
 */
public record Run(
    long sequence,
    RunId id,
    RunSpec spec,
    RunStatus status,
    @Nullable RunnerId runner,
    int attempt,
    @Nullable String error,
    Instant createdAt,
    @Nullable Instant claimedAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt) {}
