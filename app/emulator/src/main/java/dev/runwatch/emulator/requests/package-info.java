/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The operations of CloudWatch on metrics, with its limits and its errors. */
@NullMarked
package dev.runwatch.emulator.requests;

import org.jspecify.annotations.NullMarked;
