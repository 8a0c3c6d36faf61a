/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.dispatch.Dispatcher;
import dev.runwatch.coordinator.dispatch.RunDesk;
import dev.runwatch.coordinator.dispatch.RunnerDesk;
import dev.runwatch.coordinator.store.RunStore;
import dev.runwatch.coordinator.stream.EventStreams;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What the routes need.
 *
 * @param metricsPage the text of {@code GET /metrics}
 */
public record Routes(
    RunStore store,
    RunDesk runs,
    RunnerDesk runners,
    Dispatcher dispatcher,
    EventStreams streams,
    Checks checks,
    Supplier<String> metricsPage,
    InstantSource clock,
    Duration pollWait,
    Duration heartbeatInterval,
    Duration staleAfter) {

  static final String JSON = "application/json;charset=utf-8";
}
