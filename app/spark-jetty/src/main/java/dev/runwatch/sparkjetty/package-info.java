/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * An HTTP server: the router of Spark on Jetty 12. Requests, responses and the handles of requests
 * that are answered later are types of this package; no type of Spark or Jetty is part of its API.
 */
@NullMarked
package dev.runwatch.sparkjetty;

import org.jspecify.annotations.NullMarked;
