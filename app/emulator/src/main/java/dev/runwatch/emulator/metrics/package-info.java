/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
@NullMarked
package dev.runwatch.emulator.metrics;

import org.jspecify.annotations.NullMarked;
