/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.coordinator.dispatch.Dispatcher;
import dev.runwatch.coordinator.dispatch.RunService;
import dev.runwatch.coordinator.dispatch.RunnerService;
import dev.runwatch.coordinator.dispatch.Sweeper;
import dev.runwatch.coordinator.http.HttpService;
import dev.runwatch.coordinator.http.RouteContext;
import dev.runwatch.coordinator.store.ForeignStoreException;
import dev.runwatch.coordinator.store.SqlStore;
import dev.runwatch.coordinator.store.StoreException;
import dev.runwatch.coordinator.store.StoreOwner;
import dev.runwatch.coordinator.stream.EventStreams;
import dev.runwatch.metrics.CoordinatorMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The service that queues runs and hands them to runners.
 *
 * <p>Everything it must not forget is in its store; a process killed at any moment loses no run
 * that it has accepted. Safe for use by many threads.
 */
public final class Coordinator implements AutoCloseable {

  private static final Duration STREAM_HEARTBEAT = Duration.ofSeconds(15);

  /** Long enough for a runner to report a start, short enough for somebody who waits. */
  private static final Duration LONGEST_REDELIVERY = Duration.ofSeconds(3);

  private final SqlStore store;
  private final HttpService http;
  private final Dispatcher dispatcher;
  private final EventStreams streams;
  private final Sweeper sweeper;
  private final HealthChecks checks;
  private final HealthProbe probe;
  private final URI uri;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Coordinator(
      CoordinatorConfig config,
      SqlStore store,
      MeterRegistry published,
      MeterBinder onMetricsPage,
      InstantSource clock)
      throws IOException {
    this.store = store;
    PrometheusPage page = new PrometheusPage();
    onMetricsPage.bindTo(page.registry());
    CompositeMeterRegistry both = new CompositeMeterRegistry();
    both.add(page.registry());
    both.add(published);
    CoordinatorMetrics metrics = CoordinatorMetrics.on(both, config.environment());
    this.streams = new EventStreams(STREAM_HEARTBEAT);
    RunEvents events = new RunEvents(metrics, streams);
    this.dispatcher =
        new Dispatcher(store, clock, redeliverAfter(config.heartbeatInterval()), events);
    RunService runs = new RunService(store, dispatcher, events, clock);
    RunnerService runners = new RunnerService(store, store, runs, dispatcher, clock);
    this.sweeper =
        new Sweeper(
            store,
            store,
            runs,
            runners,
            dispatcher,
            clock,
            new Sweeper.Limits(
                config.staleAfter(),
                config.removeAfter(),
                config.noMatchAfter(),
                config.noMatchExempt()));
    this.checks = new HealthChecks(store, sweeper, clock);
    store.seenAll(clock.instant());
    this.http =
        HttpService.start(
            config.listen(),
            new RouteContext(
                store,
                runs,
                runners,
                dispatcher,
                streams,
                checks,
                page::text,
                clock,
                config.pollWait(),
                config.heartbeatInterval(),
                config.staleAfter()),
            metrics);
    this.uri = address(config.listen(), http.port());
    sweeper.start();
    this.probe = new HealthProbe(uri, config.step());
    metrics.observe(new CoordinatorGauges(store, streams, probe, clock, config.staleAfter()));
  }

  /**
   * Starts a coordinator; it serves when this returns.
   *
   * @param published where its metrics go besides its own {@code GET /metrics}; stays the caller's
   * @param onMetricsPage what {@code GET /metrics} shows besides the coordinator's own metrics
   * @throws CoordinatorStartException if the store or the address cannot be used; nothing is left
   *     running then
   */
  public static Coordinator start(
      CoordinatorConfig config,
      MeterRegistry published,
      MeterBinder onMetricsPage,
      InstantSource clock)
      throws CoordinatorStartException {
    SqlStore store;
    try {
      store =
          SqlStore.open(config.store(), new StoreOwner(config.environment().name(), config.role()));
    } catch (ForeignStoreException e) {
      throw CoordinatorStartException.misconfigured(String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      throw new CoordinatorStartException(String.valueOf(e.getMessage()), e);
    }
    try {
      return new Coordinator(config, store, published, onMetricsPage, clock);
    } catch (IOException e) {
      store.close();
      throw new CoordinatorStartException(
          "cannot listen on " + config.listen() + ": " + e.getMessage(), e);
    } catch (StoreException e) {
      store.close();
      throw new CoordinatorStartException("the store cannot be used: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Where it is reached, with the port it really has. */
  public URI uri() {
    return uri;
  }

  private static Duration redeliverAfter(Duration heartbeatInterval) {
    Duration half = heartbeatInterval.dividedBy(2);
    return half.compareTo(LONGEST_REDELIVERY) < 0 ? half : LONGEST_REDELIVERY;
  }

  private static URI address(InetSocketAddress listen, int port) {
    String host =
        listen.isUnresolved() ? listen.getHostString() : listen.getAddress().getHostAddress();
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + literal + ":" + port);
  }

  /** Stops: polls are answered, streams closed, the store last. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    checks.drain();
    probe.close();
    dispatcher.drain();
    streams.close();
    http.close();
    sweeper.close();
    store.close();
  }
}
