/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The rehearsal: the whole platform in one process, on an embedded CloudWatch. */
@NullMarked
package dev.runwatch.local;

import org.jspecify.annotations.NullMarked;
