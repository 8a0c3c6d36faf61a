/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The subcommands of {@code ./runwatch dashboards}. */
@NullMarked
package dev.runwatch.cli.dashboards;

import org.jspecify.annotations.NullMarked;
