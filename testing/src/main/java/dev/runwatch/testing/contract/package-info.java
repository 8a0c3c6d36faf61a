/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What every coordinator does, over HTTP only, however it is started. */
@NullMarked
package dev.runwatch.testing.contract;

import org.jspecify.annotations.NullMarked;
