/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.testing.contract.CoordinatorBinding;
import dev.runwatch.testing.contract.CoordinatorSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/** Coordinators in this process. */
final class InProcess implements CoordinatorBinding {

  /** Where the store of a name is. */
  @FunctionalInterface
  interface Stores {
    String location(String name) throws Exception;
  }

  private final Stores stores;

  InProcess(Stores stores) {
    this.stores = stores;
  }

  @Override
  public Running start(String store, CoordinatorSettings settings) throws Exception {
    return start(config(stores.location(store), settings).build());
  }

  static Started start(CoordinatorConfig config) throws CoordinatorStartException {
    SimpleMeterRegistry published = new SimpleMeterRegistry();
    return new Started(
        Coordinator.start(config, published, registry -> {}, Clock.systemUTC()), published);
  }

  static CoordinatorConfig.Builder config(String store, CoordinatorSettings settings) {
    CoordinatorSettings.Times times = settings.times();
    return CoordinatorConfig.builder()
        .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .store(store)
        .pollWait(times.pollWait())
        .heartbeatInterval(times.heartbeatInterval())
        .staleAfter(times.staleAfter())
        .removeAfter(times.removeAfter())
        .noMatchAfter(times.noMatchAfter())
        .maxConnections(settings.maxConnections())
        .tokens(settings.tokens())
        .step(Duration.ofMillis(400));
  }

  /** A coordinator with what it publishes. */
  record Started(Coordinator coordinator, SimpleMeterRegistry published) implements Running {

    @Override
    public URI uri() {
      return coordinator.uri();
    }

    @Override
    public void close() {
      coordinator.close();
    }
  }
}
