/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A Micrometer registry for Amazon CloudWatch. This package is the whole API; packages under {@code
 * internal} may change in any release.
 */
@NullMarked
package dev.runwatch.cloudwatch;

import org.jspecify.annotations.NullMarked;
