/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** How often an alarm would have fired on history. */
@NullMarked
package dev.runwatch.alarms.backtest;

import org.jspecify.annotations.NullMarked;
