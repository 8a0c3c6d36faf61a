/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runwatch.common.BuildInfo;
import dev.runwatch.common.DaemonExecutors;
import dev.runwatch.common.Json;
import dev.runwatch.metrics.PageMeters;
import dev.runwatch.runner.RunnerHealth;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Serves {@code GET /metrics} and {@code GET /health} of a runner. */
final class RunnerPages implements AutoCloseable {

  private static final int THREADS = 4;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, DaemonExecutors.threads("runner-pages"));
  private volatile @Nullable Supplier<RunnerHealth> health;

  /**
   * Listens, and answers {@code /health} with 503 until {@link #serve}.
   *
   * @throws IOException if the address cannot be used
   */
  RunnerPages(InetSocketAddress address) throws IOException {
    // In seconds; the JDK's server waits for ever for a slow client otherwise.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "10");
    registry.config().namingConvention(NamingConvention.identity);
    registry.config().meterFilter(new PageMeters());
    BuildInfo build = BuildInfo.current();
    Gauge.builder("runwatch_build_info", () -> 1)
        .description("Always 1; its labels are the version and the commit of the runner")
        .tags("version", build.version(), "commit", build.commit())
        .register(registry);
    server = HttpServer.create(address, 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  MeterRegistry registry() {
    return registry;
  }

  /** Where it listens. */
  String uri() {
    InetSocketAddress address = server.getAddress();
    String host = address.getAddress().getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** Answers {@code /health} from now on. */
  void serve(Supplier<RunnerHealth> source) {
    health = source;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        send(exchange, 405, "application/json", error("method_not_allowed", "only GET"));
      } else if (path.equals("/metrics")) {
        send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape());
      } else if (path.equals("/health")) {
        health(exchange);
      } else {
        send(exchange, 404, "application/json", error("not_found", "/metrics and /health exist"));
      }
    }
  }

  private void health(HttpExchange exchange) throws IOException {
    Supplier<RunnerHealth> source = health;
    ObjectNode body = Json.mapper().createObjectNode();
    BuildInfo build = BuildInfo.current();
    boolean healthy = false;
    if (source != null) {
      RunnerHealth now = source.get();
      healthy = now.isHealthy();
      now.fault().ifPresent(fault -> body.put("fault", fault));
      body.put("coordinator_reachable", now.coordinatorReachable())
          .put("draining", now.draining())
          .put("slots", now.slots())
          .put("busy_slots", now.busySlots());
    }
    body.put("status", healthy ? "healthy" : "unhealthy")
        .put("version", build.version())
        .put("commit", build.commit());
    send(exchange, healthy ? 200 : 503, "application/json", body.toString());
  }

  private static String error(String code, String message) {
    ObjectNode body = Json.mapper().createObjectNode();
    body.putObject("error").put("code", code).put("message", message);
    return body.toString();
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
