/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runwatch.common.DaemonExecutors;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the console on loopback, to pages of its own address only. The JDK's server is enough for
 * short requests of one browser.
 */
public final class Console implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Console.class);
  private static final int THREADS = 4;
  private static final int MAX_BODY = 1 << 20;

  private final HttpServer server;
  private final Router router;
  private final SameOrigin sameOrigin;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, DaemonExecutors.threads("local-console"));

  private Console(HttpServer server, Router router) {
    this.server = server;
    this.router = router;
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
    Console console = new Console(server, ConsoleRoutes.of(sources));
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
      Response response = response(exchange);
      var unused = exchange.getRequestBody().readNBytes(MAX_BODY);
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Type", response.type());
      headers.set("Cache-Control", "no-store");
      headers.set("X-Content-Type-Options", "nosniff");
      response.headers().forEach(headers::set);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(response.status(), head ? -1 : response.body().length);
      if (!head) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(response.body());
        }
      }
    }
  }

  private Response response(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    try {
      if (!sameOrigin.allows(headers.get("Host"), headers.get("Origin"))) {
        return Response.error(
            403, "forbidden", "the console answers pages of its own address only", null);
      }
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
