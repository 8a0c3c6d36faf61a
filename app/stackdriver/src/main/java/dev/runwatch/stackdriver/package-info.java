/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Publishes the catalogue's metrics to Google Cloud Monitoring. */
@NullMarked
package dev.runwatch.stackdriver;

import org.jspecify.annotations.NullMarked;
