/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Strict reading of YAML files: bounded, without aliases, every fault with its line. */
@NullMarked
package dev.runwatch.alarms.yaml;

import org.jspecify.annotations.NullMarked;
