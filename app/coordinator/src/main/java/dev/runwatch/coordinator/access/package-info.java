/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
@NullMarked
package dev.runwatch.coordinator.access;

import org.jspecify.annotations.NullMarked;
