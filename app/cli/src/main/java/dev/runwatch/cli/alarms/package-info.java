/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** {@code ./runwatch alarms}: alarms tested, explained, back-tested and driven. */
@NullMarked
package dev.runwatch.cli.alarms;

import org.jspecify.annotations.NullMarked;
