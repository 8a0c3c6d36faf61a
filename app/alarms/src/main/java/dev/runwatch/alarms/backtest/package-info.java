/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Back-tests: when an alarm would have fired on the data of the past. */
@NullMarked
package dev.runwatch.alarms.backtest;

import org.jspecify.annotations.NullMarked;
