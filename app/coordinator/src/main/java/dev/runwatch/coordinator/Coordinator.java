/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.coordinator.access.AccessControl;
import dev.runwatch.coordinator.access.BrowserGuard;
import dev.runwatch.coordinator.access.InvalidTokensException;
import dev.runwatch.coordinator.dispatch.Dispatch;
import dev.runwatch.coordinator.dispatch.Sweeper;
import dev.runwatch.coordinator.http.Endpoint;
import dev.runwatch.coordinator.http.Gatekeeper;
import dev.runwatch.coordinator.http.HttpService;
import dev.runwatch.coordinator.http.PollRoute;
import dev.runwatch.coordinator.http.ReportRoutes;
import dev.runwatch.coordinator.http.RunRoutes;
import dev.runwatch.coordinator.http.RunViews;
import dev.runwatch.coordinator.http.RunnerRoutes;
import dev.runwatch.coordinator.http.ServiceRoutes;
import dev.runwatch.coordinator.http.StreamRoute;
import dev.runwatch.coordinator.store.ForeignStoreException;
import dev.runwatch.coordinator.store.Retention;
import dev.runwatch.coordinator.store.SqlStore;
import dev.runwatch.coordinator.store.StoreException;
import dev.runwatch.coordinator.store.StoreOwner;
import dev.runwatch.coordinator.stream.EventStreams;
import dev.runwatch.coordinator.task.RecurringTask;
import dev.runwatch.metrics.CoordinatorMetrics;
import dev.runwatch.metrics.PublishedSteps;
import dev.runwatch.sparkjetty.ConnectionLimits;
import dev.runwatch.sparkjetty.Route;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The service that queues runs and hands them to runners.
 *
 * <p>Everything it must not forget is in its store; a process killed at any moment loses no run
 * that it has accepted. Safe for use by many threads.
 */
public final class Coordinator implements AutoCloseable {

  private static final Duration RETENTION_PAUSE = Duration.ofMinutes(1);
  private static final Duration STREAM_HEARTBEAT = Duration.ofSeconds(15);

  /** How long a connection stays open without traffic, beyond the longest wait of a poll. */
  private static final Duration IDLE_BEYOND_POLL = Duration.ofSeconds(30);

  /** Long enough for a runner to report a start, short enough for somebody who waits. */
  private static final Duration LONGEST_REDELIVERY = Duration.ofSeconds(3);

  private final SqlStore store;
  private final AccessControl access;
  private final HttpService http;
  private final Dispatch dispatch;
  private final EventStreams streams;
  private final RecurringTask retention;
  private final HealthChecks checks;
  private final HealthProbe probe;
  private final TransitionCounter counter;
  private final CoordinatorGauges gauges;
  private final URI uri;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Coordinator(
      CoordinatorConfig config,
      SqlStore store,
      AccessControl access,
      MeterRegistry published,
      MeterBinder onMetricsPage,
      PublishedSteps steps,
      InstantSource clock,
      LongSupplier nanos)
      throws IOException {
    this.store = store;
    this.access = access;
    PrometheusPage page = new PrometheusPage();
    onMetricsPage.bindTo(page.registry());
    CompositeMeterRegistry both = new CompositeMeterRegistry();
    both.add(page.registry());
    both.add(published);
    this.counter = new TransitionCounter(store, steps);
    CoordinatorMetrics metrics = CoordinatorMetrics.on(both, config.environment());
    this.streams =
        new EventStreams(store.transitions(), store.shared(), RunViews::event, STREAM_HEARTBEAT);
    counter.resume(metrics);
    this.dispatch =
        Dispatch.on(
            store,
            clock,
            nanos,
            redeliverAfter(config.heartbeatInterval()),
            new Sweeper.Limits(
                config.staleAfter(),
                config.removeAfter(),
                config.noMatchAfter(),
                config.noMatchExempt()));
    store.onCommit(
        transitions -> {
          counter.committed(transitions);
          streams.committed(transitions);
          TransitionLog.committed(transitions);
          dispatch.committed(transitions);
        });
    Retention rule = new Retention(store, config.retain(), config.retainRuns());
    this.retention =
        new RecurringTask(
            "coordinator-retention",
            RETENTION_PAUSE,
            () -> rule.apply(clock.instant(), counter.upTo()));
    this.checks = new HealthChecks(store.runs(), dispatch.sweeper(), clock);
    List<Route> routes = new ArrayList<>();
    routes.addAll(new RunRoutes(dispatch.runs(), dispatch.runners(), store.runs()).routes());
    routes.addAll(
        new RunnerRoutes(
                dispatch.runners(),
                clock,
                dispatch.sweeper().liveness(),
                new RunnerRoutes.Times(config.pollWait(), config.heartbeatInterval()))
            .routes());
    routes.addAll(new ReportRoutes(dispatch.runs(), dispatch.runners()).routes());
    routes.addAll(new PollRoute(dispatch.runners(), dispatch.polls(), config.pollWait()).routes());
    routes.addAll(new StreamRoute(store.runs(), streams).routes());
    routes.addAll(new ServiceRoutes(checks, page::text).routes());
    HttpService.Access who =
        new HttpService.Access(
            new Gatekeeper(access, new BrowserGuard(isLoopback(config.listen()))),
            new ConnectionLimits(config.maxConnections(), config.maxConnectionsPerAddress()),
            config.tls(),
            config.pollWait().plus(IDLE_BEYOND_POLL));
    try {
      this.http = HttpService.start(config.listen(), who, routes, metrics);
    } catch (IOException | RuntimeException e) {
      counter.close();
      checks.close();
      streams.close();
      dispatch.close();
      throw e;
    }
    this.uri = address(config.tls() == null ? "http" : "https", config.listen(), http.port());
    this.probe = new HealthProbe(uri, config.step(), config.removeAfter());
    retention.start();
    dispatch.sweeper().start(probe::serving);
    this.gauges =
        new CoordinatorGauges(
            store,
            streams,
            probe,
            clock,
            dispatch.sweeper().liveness(),
            config.step(),
            config.recent());
    metrics.observe(gauges);
  }

  /**
   * Opens the store of a coordinator that starts later. Until then nothing of anybody else was
   * touched: a store that belongs to somebody else is refused here.
   *
   * @throws CoordinatorStartException if the store cannot be used, or is another owner's
   */
  public static Prepared prepare(CoordinatorConfig config) throws CoordinatorStartException {
    Path tokens = config.tokens();
    if (tokens == null && !config.insecure() && !isLoopback(config.listen())) {
      throw CoordinatorStartException.misconfigured(
          "--listen "
              + config.listen().getHostString()
              + " is reachable from other machines and needs --tokens FILE; or --insecure, if"
              + " everybody who reaches it may do everything");
    }
    AccessControl access = null;
    try {
      access = tokens == null ? AccessControl.open() : AccessControl.reading(tokens);
      StoreOwner owner = new StoreOwner(config.environment().name(), config.role());
      Prepared prepared = new Prepared(config, SqlStore.open(config.store(), owner), access);
      access = null;
      return prepared;
    } catch (InvalidTokensException e) {
      throw CoordinatorStartException.misconfigured(String.valueOf(e.getMessage()));
    } catch (ForeignStoreException e) {
      throw CoordinatorStartException.misconfigured(String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      throw new CoordinatorStartException(String.valueOf(e.getMessage()), e);
    } finally {
      if (access != null) {
        access.close();
      }
    }
  }

  private static boolean isLoopback(InetSocketAddress listen) {
    return !listen.isUnresolved() && listen.getAddress().isLoopbackAddress();
  }

  /**
   * Prepares and starts a coordinator; it serves when this returns.
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
    try (Prepared prepared = prepare(config)) {
      return prepared.start(published, onMetricsPage, PublishedSteps.NONE, clock);
    }
  }

  /** A coordinator whose store is open. Closing it closes the store unless it was started. */
  public static final class Prepared implements AutoCloseable {

    private final CoordinatorConfig config;
    private final SqlStore store;
    private final AccessControl access;
    private boolean started;

    private Prepared(CoordinatorConfig config, SqlStore store, AccessControl access) {
      this.config = config;
      this.store = store;
      this.access = access;
    }

    /**
     * Starts the coordinator; it serves when this returns, and closes the store at its end.
     *
     * @param published where its metrics go besides its own {@code GET /metrics}; stays the
     *     caller's
     * @param onMetricsPage what {@code GET /metrics} shows besides the coordinator's own metrics
     * @param steps the steps in which {@code published} publishes
     * @throws CoordinatorStartException if the address or the store cannot be used
     */
    public Coordinator start(
        MeterRegistry published,
        MeterBinder onMetricsPage,
        PublishedSteps steps,
        InstantSource clock)
        throws CoordinatorStartException {
      try {
        Coordinator coordinator =
            new Coordinator(
                config, store, access, published, onMetricsPage, steps, clock, System::nanoTime);
        started = true;
        return coordinator;
      } catch (IOException e) {
        throw new CoordinatorStartException(
            "cannot listen on " + config.listen() + ": " + e.getMessage(), e);
      } catch (StoreException e) {
        throw new CoordinatorStartException("the store cannot be used: " + e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      if (!started) {
        access.close();
        store.close();
      }
    }
  }

  /**
   * Every value that the dimension {@code Route} of a coordinator's metrics can have: its routes,
   * and one for requests that match none.
   */
  public static List<String> routeNames() {
    List<String> names = new ArrayList<>();
    for (Endpoint endpoint : Endpoint.values()) {
      names.add(endpoint.routeName());
    }
    names.add(HttpService.UNMATCHED);
    return names;
  }

  /** Where it is reached, with the port it really has. */
  public URI uri() {
    return uri;
  }

  private static Duration redeliverAfter(Duration heartbeatInterval) {
    Duration half = heartbeatInterval.dividedBy(2);
    return half.compareTo(LONGEST_REDELIVERY) < 0 ? half : LONGEST_REDELIVERY;
  }

  private static URI address(String scheme, InetSocketAddress listen, int port) {
    String host =
        listen.isUnresolved() ? listen.getHostString() : listen.getAddress().getHostAddress();
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create(scheme + "://" + literal + ":" + port);
  }

  /** Stops: polls are answered, streams closed, the store last. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    checks.drain();
    probe.close();
    dispatch.polls().drain();
    streams.close();
    http.close();
    retention.close();
    gauges.close();
    dispatch.close();
    checks.close();
    counter.close();
    access.close();
    store.close();
  }
}
