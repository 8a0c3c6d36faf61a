/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Simulates how often an alarm notifies in vain, and how soon it notifies in earnest. */
@NullMarked
package dev.runwatch.alarms.simulation;

import org.jspecify.annotations.NullMarked;
