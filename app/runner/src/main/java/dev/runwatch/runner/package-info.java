/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The worker: registers, polls, executes runs as subprocesses, sends heartbeats and reports. */
@NullMarked
package dev.runwatch.runner;

import org.jspecify.annotations.NullMarked;
