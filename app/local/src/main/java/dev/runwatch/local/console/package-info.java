/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The page of a rehearsal and the HTTP API behind it. */
@NullMarked
package dev.runwatch.local.console;

import org.jspecify.annotations.NullMarked;
