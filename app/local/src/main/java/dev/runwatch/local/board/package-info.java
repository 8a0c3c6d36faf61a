/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The widgets of a dashboard with their data, as a page draws them. */
@NullMarked
package dev.runwatch.local.board;

import org.jspecify.annotations.NullMarked;
