/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Exports alarms and their scenarios to other monitoring systems. */
@NullMarked
package dev.runwatch.alarms.export;

import org.jspecify.annotations.NullMarked;
