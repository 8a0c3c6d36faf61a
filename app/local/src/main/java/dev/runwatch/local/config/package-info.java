/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The settings of a rehearsal. */
@NullMarked
package dev.runwatch.local.config;

import org.jspecify.annotations.NullMarked;
