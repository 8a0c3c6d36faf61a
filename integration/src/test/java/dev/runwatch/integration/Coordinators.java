/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration;

import dev.runwatch.coordinator.Coordinator;
import dev.runwatch.coordinator.CoordinatorConfig;
import dev.runwatch.coordinator.CoordinatorStartException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Coordinators for tests: on loopback, with short polls and heartbeats. */
public final class Coordinators {

  private Coordinators() {}

  public static Coordinator start(Path store, int port) throws CoordinatorStartException {
    return Coordinator.start(
        CoordinatorConfig.builder()
            .listen(new InetSocketAddress("127.0.0.1", port))
            .store(store.toString())
            .pollWait(Duration.ofSeconds(1))
            .heartbeatInterval(Duration.ofSeconds(1))
            .build(),
        new SimpleMeterRegistry(),
        registry -> {},
        Clock.systemUTC());
  }
}
