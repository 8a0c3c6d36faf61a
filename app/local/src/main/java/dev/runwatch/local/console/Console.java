/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runwatch.common.DaemonExecutors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the console on loopback, to pages of its own address only. The JDK's server is enough for
 * short requests of one browser.
 */
public final class Console implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Console.class);

  /** Each page holds one for its event stream. */
  private static final int THREADS = 8 + EventRelay.PAGES;

  private static final int WORTH_COMPRESSING = 1000;
  private static final int MAX_BODY = 1 << 20;
  private static final String EVENTS = "/sse/runs";
  private static final Response FORBIDDEN =
      Response.error(403, "forbidden", "the console answers pages of its own address only", null);

  private final HttpServer server;
  private final Router router;
  private final Optional<EventRelay> events;
  private final SameOrigin sameOrigin;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, DaemonExecutors.threads("local-console"));

  private Console(HttpServer server, ConsoleSources sources) {
    this.server = server;
    this.router = ConsoleRoutes.of(sources);
    this.events = sources.rehearsal().map(it -> new EventRelay(it.coordinator()));
    this.sameOrigin = new SameOrigin(server.getAddress().getPort());
  }

  /**
   * Starts the console.
   *
   * @param port 0 for a free one
   * @throws IOException if the console cannot listen on the port
   */
  public static Console start(int port, ConsoleSources sources) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server;
    try {
      server = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new IOException("the console cannot listen on " + address + ": " + e.getMessage(), e);
    }
    Console console = new Console(server, sources);
    server.setExecutor(console.threads);
    server.createContext("/", console::handle);
    server.start();
    return console;
  }

  /** The address of the console. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Headers asked = exchange.getRequestHeaders();
      boolean own = sameOrigin.allows(asked.get("Host"), asked.get("Origin"));
      boolean stream =
          exchange.getRequestMethod().equals("GET")
              && exchange.getRequestURI().getPath().equals(EVENTS);
      if (own && stream && events.isPresent()) {
        events.get().relay(exchange);
      } else {
        send(exchange, own ? response(exchange) : FORBIDDEN);
      }
    }
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    var unused = exchange.getRequestBody().readNBytes(MAX_BODY);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", response.type());
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    response.headers().forEach(headers::set);
    byte[] body = response.body();
    if (body.length >= WORTH_COMPRESSING && takesGzip(exchange.getRequestHeaders())) {
      body = compressed(body);
      headers.set("Content-Encoding", "gzip");
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(response.status(), head || body.length == 0 ? -1 : body.length);
    if (!head) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  private static boolean takesGzip(Headers asked) {
    return asked.getOrDefault("Accept-Encoding", List.of()).stream()
        .anyMatch(it -> it.contains("gzip"));
  }

  private static byte[] compressed(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    }
    return bytes.toByteArray();
  }

  private Response response(HttpExchange exchange) {
    try {
      return router.answer(exchange.getRequestMethod(), exchange.getRequestURI());
    } catch (ApiException e) {
      return e.response();
    } catch (RuntimeException e) {
      LOG.warn("{} failed", exchange.getRequestURI(), e);
      return Response.error(503, "unavailable", "the request failed; see the log", null);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
