/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.util.concurrent.ScheduledExecutorService;

/** What all requests of a server share. */
record ServerContext(
    ErrorResponses errors,
    RequestObserver observer,
    Workers workers,
    ScheduledExecutorService timer,
    BodyLimits limits,
    BodyBudget budget) {}
