/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The metric catalogue, and the recorders that the services call. Depends on Micrometer's core and
 * {@code app/common}.
 */
@NullMarked
package dev.runwatch.metrics;

import org.jspecify.annotations.NullMarked;
