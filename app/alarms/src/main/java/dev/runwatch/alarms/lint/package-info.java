/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Checks of an alarms directory as a whole. */
@NullMarked
package dev.runwatch.alarms.lint;

import org.jspecify.annotations.NullMarked;
