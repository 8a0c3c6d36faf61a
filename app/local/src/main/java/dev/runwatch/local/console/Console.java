/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runwatch.emulator.alarms.AlarmScheduler;
import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.emulator.notifications.Mailbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console: what was published, the alarms, the mails and the drills, on the loopback only.
 *
 * <p>The JDK's own server does: a handful of short requests from one browser. A page of another
 * site cannot talk to it, for a foreign {@code Host} or {@code Origin} is refused.
 */
public final class Console implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Console.class);
  private static final int THREADS = 4;
  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final HttpServer server;
  private final ExecutorService threads;
  private final Api api;

  private Console(HttpServer server, Api api) {
    this.server = server;
    this.api = api;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "local-console");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * Starts the console.
   *
   * @param port 0 for a free one
   * @throws IOException if the port cannot be had
   */
  public static Console start(
      int port,
      MetricStore store,
      AlarmScheduler alarms,
      Mailbox mails,
      DrillRegistry drills,
      InstantSource clock)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server;
    try {
      server = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new IOException("the console cannot listen on " + address + ": " + e.getMessage(), e);
    }
    return new Console(
        server, new Api(new MetricsApi(store, clock), new AlarmsApi(alarms, mails), drills));
  }

  /** Where it is reached. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Response reply = reply(exchange);
      drain(exchange.getRequestBody());
      exchange.getResponseHeaders().set("Content-Type", reply.type());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(reply.status(), head ? -1 : reply.body().length);
      if (!head) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(reply.body());
        }
      }
    }
  }

  private Response reply(HttpExchange exchange) {
    try {
      if (!own(exchange.getRequestHeaders().get("Host"), "")
          || !own(exchange.getRequestHeaders().get("Origin"), "http://")) {
        return Response.error(
            403, "forbidden", "the console answers pages of its own address only", null);
      }
      return api.answer(exchange.getRequestMethod(), exchange.getRequestURI());
    } catch (ApiException e) {
      return e.reply();
    } catch (RuntimeException e) {
      LOG.warn("{} failed", exchange.getRequestURI(), e);
      return Response.error(503, "unavailable", "the request could not be served", null);
    }
  }

  private boolean own(@Nullable List<String> values, String prefix) {
    if (values == null) {
      return true;
    }
    for (String value : values) {
      if (!value.startsWith(prefix)) {
        return false;
      }
      String address = value.substring(prefix.length());
      String port = ":" + server.getAddress().getPort();
      String name =
          address.endsWith(port) ? address.substring(0, address.length() - port.length()) : "";
      if (!OWN_NAMES.contains(name)) {
        return false;
      }
    }
    return true;
  }

  private static void drain(InputStream body) throws IOException {
    var unused = body.readNBytes(1 << 20);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
