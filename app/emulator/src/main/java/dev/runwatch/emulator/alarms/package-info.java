/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The alarms of the embedded CloudWatch and their schedule. */
@NullMarked
package dev.runwatch.emulator.alarms;

import org.jspecify.annotations.NullMarked;
