/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Exports the dashboard to Grafana. */
@NullMarked
package dev.runwatch.dashboards.export;

import org.jspecify.annotations.NullMarked;
