/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The evaluation of alarms over time series, by CloudWatch's rules. */
@NullMarked
package dev.runwatch.alarms.evaluation;

import org.jspecify.annotations.NullMarked;
