/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Wires the metric catalogue of a service to the registries it publishes to. */
@NullMarked
package dev.runwatch.telemetry;

import org.jspecify.annotations.NullMarked;
