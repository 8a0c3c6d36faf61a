/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The data of the embedded CloudWatch, by metric and minute. */
@NullMarked
package dev.runwatch.emulator.metrics;

import org.jspecify.annotations.NullMarked;
