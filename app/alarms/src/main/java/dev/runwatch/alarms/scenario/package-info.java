/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Scenarios, the tests of alarms: series in, states and notifications out. */
@NullMarked
package dev.runwatch.alarms.scenario;

import org.jspecify.annotations.NullMarked;
