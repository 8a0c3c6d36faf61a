/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
@NullMarked
package dev.runwatch.coordinator.task;

import org.jspecify.annotations.NullMarked;
