/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Explanations of an alarm: its rule in words, its time to detect and to recover, its cost. */
@NullMarked
package dev.runwatch.alarms.explain;

import org.jspecify.annotations.NullMarked;
