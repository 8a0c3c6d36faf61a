/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local;

import dev.runwatch.coordinator.Coordinator;
import dev.runwatch.coordinator.CoordinatorConfig;
import dev.runwatch.coordinator.CoordinatorStartException;
import dev.runwatch.coordinator.store.StoreOwner;
import dev.runwatch.metrics.Environment;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec.Publisher;
import dev.runwatch.telemetry.ServiceTelemetry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/** A coordinator that can be stopped and started again, on its port, with its metrics. */
final class CoordinatorHost implements AutoCloseable {

  private final LocalConfig config;
  private final CloudWatchAsyncClient cloudWatch;
  private final Environment environment;
  private final InstantSource clock;
  private @Nullable ServiceTelemetry telemetry;
  private @Nullable Coordinator coordinator;
  private int port;

  CoordinatorHost(
      LocalConfig config,
      CloudWatchAsyncClient cloudWatch,
      Environment environment,
      InstantSource clock) {
    this.config = config;
    this.cloudWatch = cloudWatch;
    this.environment = environment;
    this.clock = clock;
    this.port = config.port();
  }

  synchronized URI start() throws CoordinatorStartException {
    Coordinator running = coordinator;
    if (running != null) {
      return running.uri();
    }
    try (Coordinator.Prepared prepared = Coordinator.prepare(settings())) {
      ServiceTelemetry opened =
          ServiceTelemetry.rehearse(
              Publisher.COORDINATOR,
              environment,
              MetricCatalogue.DEFAULT_NAMESPACE,
              config.minute(),
              config.dataDir(),
              cloudWatch);
      try {
        Coordinator started = prepared.start(opened.registry(), opened.account(), clock);
        coordinator = started;
        telemetry = opened;
        port = started.uri().getPort();
        return started.uri();
      } catch (CoordinatorStartException | RuntimeException e) {
        opened.close();
        throw e;
      }
    }
  }

  private CoordinatorConfig settings() {
    return CoordinatorConfig.builder()
        .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .store(config.dataDir().resolve("runs.db").toString())
        .role(StoreOwner.Role.LOCAL)
        .environment(environment)
        .pollWait(config.times().pollWait())
        .heartbeatInterval(config.times().heartbeatInterval())
        .staleAfter(config.times().staleAfter())
        .removeAfter(config.times().removeAfter())
        .noMatchAfter(config.times().noMatchAfter())
        .step(config.minute())
        .noMatchExempt(Drills.RUN_TYPE::equals)
        .build();
  }

  synchronized boolean running() {
    return coordinator != null;
  }

  synchronized void stop() {
    Coordinator stopping = coordinator;
    if (stopping != null) {
      stopping.close();
      coordinator = null;
    }
    ServiceTelemetry closing = telemetry;
    if (closing != null) {
      closing.close();
      telemetry = null;
    }
  }

  @Override
  public void close() {
    stop();
  }
}
