/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

import org.jspecify.annotations.Nullable;

/**
 * A run with what can be large: up to 1 MiB each. Code that keeps many runs keeps {@link Run}s.
 *
 * @param parameters a JSON object as text, or null if it was not asked for
 * @param output what the run wrote, or null if there is none or it was not asked for
 */
public record RunDetails(Run run, @Nullable String parameters, @Nullable String output) {}
