/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

import tools.jackson.databind.node.ObjectNode;

/**
 * A run that a client asks for.
 *
 * @param parameters handed to the executor as they are
 */
public record NewRun(RunSpec spec, ObjectNode parameters) {}
