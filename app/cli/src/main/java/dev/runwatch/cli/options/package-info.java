/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Options that several commands have, each declared once. */
@NullMarked
package dev.runwatch.cli.options;

import org.jspecify.annotations.NullMarked;
