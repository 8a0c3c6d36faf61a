/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
@NullMarked
package dev.runwatch.emulator.alarms;

import org.jspecify.annotations.NullMarked;
