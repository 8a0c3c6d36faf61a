/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** {@code ./runwatch conformance}: the checklist for a real account, as a program. */
@NullMarked
package dev.runwatch.cli.conformance;

import org.jspecify.annotations.NullMarked;
