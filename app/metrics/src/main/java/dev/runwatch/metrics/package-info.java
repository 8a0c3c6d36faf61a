/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The metric catalogue and the recorders that the services call. The ground floor: it knows
 * Micrometer's core and nobody else.
 */
@NullMarked
package dev.runwatch.metrics;

import org.jspecify.annotations.NullMarked;
