/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.dispatch.Dispatcher;
import dev.runwatch.coordinator.dispatch.RunService;
import dev.runwatch.coordinator.dispatch.RunnerLiveness;
import dev.runwatch.coordinator.dispatch.RunnerService;
import dev.runwatch.coordinator.store.RunStore;
import dev.runwatch.coordinator.stream.EventStreams;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the routes need.
 *
 * @param metricsPage the text of {@code GET /metrics}
 * @param tls the key to serve HTTPS with, or null for HTTP
 */
public record RouteContext(
    RunStore store,
    RunService runs,
    RunnerService runners,
    Dispatcher dispatcher,
    EventStreams streams,
    Checks checks,
    Supplier<String> metricsPage,
    InstantSource clock,
    Duration pollWait,
    Duration heartbeatInterval,
    RunnerLiveness liveness,
    Gatekeeper gatekeeper,
    ConnectionLimits limits,
    @Nullable TlsKeystore tls) {

  static final String JSON = "application/json;charset=utf-8";
}
