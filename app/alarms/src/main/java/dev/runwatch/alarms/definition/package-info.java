/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Alarm definitions: the model, the loader and its checks. */
@NullMarked
package dev.runwatch.alarms.definition;

import org.jspecify.annotations.NullMarked;
