/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * CloudWatch's metric math: a parser, and an evaluator with CloudWatch's rules for missing data. It
 * is independent of alarms.
 */
@NullMarked
package dev.runwatch.alarms.math;

import org.jspecify.annotations.NullMarked;
