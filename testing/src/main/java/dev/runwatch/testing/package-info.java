/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What tests of several rooms share: what they need of the machine, processes, LocalStack. */
@NullMarked
package dev.runwatch.testing;

import org.jspecify.annotations.NullMarked;
