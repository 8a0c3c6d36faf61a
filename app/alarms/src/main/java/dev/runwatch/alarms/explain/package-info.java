/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What an alarm amounts to: its rule in words, how soon it pages and recovers, what it costs. */
@NullMarked
package dev.runwatch.alarms.explain;

import org.jspecify.annotations.NullMarked;
