/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What takes an alarm to ALARM and back, and the load of a rehearsal. */
@NullMarked
package dev.runwatch.local.drills;

import org.jspecify.annotations.NullMarked;
