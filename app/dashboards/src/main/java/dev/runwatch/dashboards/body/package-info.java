/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** A typed model of CloudWatch dashboard bodies, and its reader. */
@NullMarked
package dev.runwatch.dashboards.body;

import org.jspecify.annotations.NullMarked;
