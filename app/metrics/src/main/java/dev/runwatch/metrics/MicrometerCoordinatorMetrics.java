/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Records into Micrometer. */
final class MicrometerCoordinatorMetrics implements CoordinatorMetrics {

  private final Meters meters;
  private final Counter created;
  private final Counter completed;
  private final Counter failed;
  private final Counter stopped;
  private final Counter retried;
  private final Timer waits;
  // Looking a timer up in a registry builds an id each time; a request's way should not.
  private final Map<Exchange, Timer> latencies = new ConcurrentHashMap<>();

  MicrometerCoordinatorMetrics(MeterRegistry registry, Environment environment) {
    this.meters = new Meters(registry, environment);
    this.created = meters.counter(MetricCatalogue.RUNS_CREATED);
    this.completed = meters.counter(MetricCatalogue.RUNS_COMPLETED);
    this.failed = meters.counter(MetricCatalogue.RUNS_FAILED);
    this.stopped = meters.counter(MetricCatalogue.RUNS_STOPPED);
    this.retried = meters.counter(MetricCatalogue.RUNS_RETRIED);
    this.waits = meters.timer(MetricCatalogue.RUN_WAIT);
  }

  @Override
  public void runCreated() {
    created.increment();
  }

  @Override
  public void runCompleted() {
    completed.increment();
  }

  @Override
  public void runFailed() {
    failed.increment();
  }

  @Override
  public void runStopped() {
    stopped.increment();
  }

  @Override
  public void runRetried() {
    retried.increment();
  }

  @Override
  public void runWaited(Duration wait) {
    waits.record(wait);
  }

  @Override
  public void requestServed(String route, int status, Duration latency) {
    latencies.computeIfAbsent(new Exchange(route, status / 100), this::timer).record(latency);
  }

  @Override
  public void observe(State state) {
    meters.gauge(MetricCatalogue.RUNS_PENDING, state, State::pendingRuns);
    meters.gauge(MetricCatalogue.RUNS_RUNNING, state, State::runningRuns);
    meters.gauge(MetricCatalogue.RUNS_FAILED_RECENT, state, State::recentlyFailed);
    meters.gauge(MetricCatalogue.RUNS_ENDED_RECENT, state, State::recentlyEnded);
    meters.gauge(MetricCatalogue.RUNNERS_ONLINE, state, State::onlineRunners);
    meters.gauge(MetricCatalogue.SSE_CONNECTIONS, state, State::sseConnections);
    meters.gauge(MetricCatalogue.COORDINATOR_HEALTHY, state, s -> s.healthy() ? 1 : 0);
    meters.gauge(
        MetricCatalogue.OLDEST_PENDING_AGE, state, s -> s.oldestPendingAge().toMillis() / 1000.0);
  }

  private Timer timer(Exchange exchange) {
    return meters.timer(
        MetricCatalogue.REQUEST_LATENCY,
        MetricCatalogue.ROUTE,
        exchange.route(),
        MetricCatalogue.STATUS_CLASS,
        exchange.statusClass() + "xx");
  }

  private record Exchange(String route, int statusClass) {}
}
