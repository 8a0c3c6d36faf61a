/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.services;

import dev.runwatch.coordinator.Coordinator;
import dev.runwatch.coordinator.CoordinatorConfig;
import dev.runwatch.coordinator.CoordinatorStartException;
import dev.runwatch.coordinator.store.StoreOwner;
import dev.runwatch.local.config.LocalConfig;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec.Publisher;
import dev.runwatch.telemetry.ServiceTelemetry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/** The coordinator of a rehearsal; it keeps its port when it starts again. */
public final class CoordinatorHost implements HostedService, AutoCloseable {

  /** The minutes of a rehearsal over which ended runs are counted, as many as in production. */
  private static final int RECENT_MINUTES = 15;

  private final LocalConfig config;
  private final CloudWatchAsyncClient cloudWatch;
  private final Predicate<String> neverFailsUnmatched;
  private final InstantSource clock;
  private @Nullable ServiceTelemetry telemetry;
  private @Nullable Coordinator coordinator;
  private int port;

  /**
   * A coordinator that does not run yet.
   *
   * @param neverFailsUnmatched the types of the runs that wait for a matching runner without limit
   */
  public CoordinatorHost(
      LocalConfig config,
      CloudWatchAsyncClient cloudWatch,
      Predicate<String> neverFailsUnmatched,
      InstantSource clock) {
    this.config = config;
    this.cloudWatch = cloudWatch;
    this.neverFailsUnmatched = neverFailsUnmatched;
    this.clock = clock;
    this.port = config.port();
  }

  @Override
  public synchronized void start() throws CoordinatorStartException {
    if (coordinator != null) {
      return;
    }
    try (Coordinator.Prepared prepared = Coordinator.prepare(settings())) {
      ServiceTelemetry opened =
          ServiceTelemetry.rehearse(
              Publisher.COORDINATOR,
              LocalConfig.ENVIRONMENT,
              MetricCatalogue.DEFAULT_NAMESPACE,
              config.minute(),
              config.dataDir(),
              cloudWatch);
      try {
        Coordinator started =
            prepared.start(opened.registry(), opened.account(), opened.steps(), clock);
        coordinator = started;
        telemetry = opened;
        port = started.uri().getPort();
      } catch (CoordinatorStartException | RuntimeException e) {
        opened.close();
        throw e;
      }
    }
  }

  /** The address on loopback; known once it was started. */
  public synchronized URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private CoordinatorConfig settings() {
    return CoordinatorConfig.builder()
        .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .store(config.dataDir().resolve("runs.db").toString())
        .role(StoreOwner.Role.LOCAL)
        .environment(LocalConfig.ENVIRONMENT)
        .pollWait(config.times().pollWait())
        .heartbeatInterval(config.times().heartbeatInterval())
        .staleAfter(config.times().staleAfter())
        .removeAfter(config.times().removeAfter())
        .noMatchAfter(config.times().noMatchAfter())
        .step(config.minute())
        .recent(config.minute().multipliedBy(RECENT_MINUTES))
        .noMatchExempt(neverFailsUnmatched)
        .build();
  }

  @Override
  public synchronized void stop() {
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
