/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * CloudWatch embedded in the process: metrics, alarms and notifications, for rehearsals and tests.
 */
@NullMarked
package dev.runwatch.emulator;

import org.jspecify.annotations.NullMarked;
