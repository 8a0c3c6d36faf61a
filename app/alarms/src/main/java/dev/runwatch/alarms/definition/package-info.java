/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
@NullMarked
package dev.runwatch.alarms.definition;

import org.jspecify.annotations.NullMarked;
