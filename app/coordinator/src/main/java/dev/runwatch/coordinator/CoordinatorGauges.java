/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.coordinator.dispatch.RunnerLiveness;
import dev.runwatch.coordinator.store.SqlStore;
import dev.runwatch.coordinator.stream.EventStreams;
import dev.runwatch.metrics.CoordinatorMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What the gauges read; the queue and the runners from the store, the same from every replica. */
final class CoordinatorGauges implements CoordinatorMetrics.State {

  private final SqlStore store;
  private final EventStreams streams;
  private final HealthProbe probe;
  private final InstantSource clock;
  private final RunnerLiveness liveness;

  CoordinatorGauges(
      SqlStore store,
      EventStreams streams,
      HealthProbe probe,
      InstantSource clock,
      RunnerLiveness liveness) {
    this.store = store;
    this.streams = streams;
    this.probe = probe;
    this.clock = clock;
    this.liveness = liveness;
  }

  @Override
  public long pendingRuns() {
    return store.runs().countPending();
  }

  @Override
  public Duration oldestPendingAge() {
    Instant now = clock.instant();
    return store
        .runs()
        .oldestPending()
        .map(created -> Duration.between(created, now))
        .filter(age -> !age.isNegative())
        .orElse(Duration.ZERO);
  }

  @Override
  public long onlineRunners() {
    return store.runners().all().stream().filter(liveness::online).count();
  }

  @Override
  public long sseConnections() {
    return streams.size();
  }

  @Override
  public boolean healthy() {
    return probe.healthy();
  }
}
