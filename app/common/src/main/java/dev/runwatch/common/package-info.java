/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Rules and threads that several modules share, each in one class. */
@NullMarked
package dev.runwatch.common;

import org.jspecify.annotations.NullMarked;
