/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The coordinator and the runners of a rehearsal, which drills stop and start. */
@NullMarked
package dev.runwatch.local.services;

import org.jspecify.annotations.NullMarked;
