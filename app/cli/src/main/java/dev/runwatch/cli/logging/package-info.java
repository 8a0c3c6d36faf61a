/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The log of a service: text or JSON, written on a thread of its own. */
@NullMarked
package dev.runwatch.cli.logging;

import org.jspecify.annotations.NullMarked;
