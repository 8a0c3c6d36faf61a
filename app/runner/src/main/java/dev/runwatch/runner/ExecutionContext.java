/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import dev.runwatch.metrics.RunnerMetrics;

/**
 * What all executions of one runner share.
 *
 * @param environment the variables that runs get
 * @param faults told of each start of a process, and of each that fails
 */
record ExecutionContext(
    ExecutorCatalogue executors,
    UsableExecutors usable,
    LimitCatalogue limits,
    ChildEnvironment environment,
    ProcessHost host,
    RunnerFaults faults,
    RunnerMetrics metrics) {}
