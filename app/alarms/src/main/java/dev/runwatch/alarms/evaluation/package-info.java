/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Evaluates alarms over series of data points by the rules of CloudWatch. */
@NullMarked
package dev.runwatch.alarms.evaluation;

import org.jspecify.annotations.NullMarked;
