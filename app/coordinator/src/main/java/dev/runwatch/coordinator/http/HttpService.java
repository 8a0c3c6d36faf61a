/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.metrics.CoordinatorMetrics;
import dev.runwatch.sparkjetty.ConnectionLimits;
import dev.runwatch.sparkjetty.Guard;
import dev.runwatch.sparkjetty.RequestObserver;
import dev.runwatch.sparkjetty.Route;
import dev.runwatch.sparkjetty.SparkServer;
import dev.runwatch.sparkjetty.TlsKeystore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The HTTP server of a coordinator. */
public final class HttpService implements AutoCloseable {

  /** The route of requests that have none, in metrics. */
  public static final String UNMATCHED = "UNMATCHED";

  private final SparkServer server;

  private HttpService(SparkServer server) {
    this.server = server;
  }

  /**
   * Who may connect and how.
   *
   * @param tls the key to serve HTTPS with, or null for HTTP
   * @param idleTimeout how long a connection without traffic stays open; longer than polls wait
   */
  public record Access(
      Guard guard, ConnectionLimits connections, @Nullable TlsKeystore tls, Duration idleTimeout) {}

  /**
   * Starts serving.
   *
   * @throws IllegalArgumentException if the routes are not exactly those of {@link Endpoint}
   * @throws IOException if the address cannot be listened on
   */
  public static HttpService start(
      InetSocketAddress listen, Access access, List<Route> routes, CoordinatorMetrics metrics)
      throws IOException {
    Set<String> served = routes.stream().map(Route::name).collect(Collectors.toSet());
    Set<String> declared =
        Arrays.stream(Endpoint.values()).map(Endpoint::routeName).collect(Collectors.toSet());
    if (!served.equals(declared)) {
      throw new IllegalArgumentException(
          "the routes " + served + " are not those of Endpoint, " + declared);
    }
    return new HttpService(
        SparkServer.builder("coordinator", new JsonErrors())
            .listen(listen)
            .idleTimeout(access.idleTimeout())
            .connectionLimits(access.connections())
            .tls(access.tls())
            .guard(access.guard())
            .observer(
                (outcome, time) -> {
                  observe(metrics, outcome, time);
                  RequestLog.answered(outcome);
                })
            .routes(routes)
            .start());
  }

  private static void observe(
      CoordinatorMetrics metrics, RequestObserver.Outcome outcome, Duration time) {
    Route route = outcome.route();
    int status = outcome.status();
    // How long a poll waited is no latency; that it failed is an error like any other.
    if (route == null || route.kind() != Route.Kind.DEFERRED || status >= 400) {
      metrics.requestServed(route == null ? UNMATCHED : route.name(), status, time);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}
