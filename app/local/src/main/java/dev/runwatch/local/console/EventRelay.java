/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Relays the coordinator's event stream to pages. The stream to the page stays open while the
 * coordinator is stopped: it gets the event {@code away}, and an {@code init} when the coordinator
 * is back. Each page holds a thread, so their number is bounded.
 */
final class EventRelay {

  static final int PAGES = 16;

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 1000;
  private static final byte[] AWAY = "event: away\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final URI coordinator;
  private final Semaphore pages = new Semaphore(PAGES);

  EventRelay(URI coordinator) {
    this.coordinator = coordinator;
  }

  /** Relays until the page goes away. */
  void relay(HttpExchange exchange) throws IOException {
    if (!pages.tryAcquire()) {
      exchange.getResponseHeaders().set("Retry-After", "60");
      exchange.sendResponseHeaders(503, -1);
      return;
    }
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=utf-8");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(200, 0);
      relay(exchange.getResponseBody());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      pages.release();
    }
  }

  private void relay(OutputStream page) throws IOException, InterruptedException {
    while (true) {
      try (Upstream events = connect()) {
        copy(events, page);
      } catch (UpstreamException e) {
        page.write(AWAY);
        page.flush();
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private Upstream connect() throws UpstreamException, InterruptedException {
    try {
      HttpResponse<InputStream> response =
          http.send(
              HttpRequest.newBuilder(coordinator.resolve("/sse/runs")).build(),
              BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        response.body().close();
        throw new UpstreamException();
      }
      return new Upstream(response.body());
    } catch (IOException e) {
      throw new UpstreamException();
    }
  }

  private static void copy(Upstream events, OutputStream page)
      throws IOException, UpstreamException {
    byte[] buffer = new byte[16 * 1024];
    for (int read = events.read(buffer); read >= 0; read = events.read(buffer)) {
      page.write(buffer, 0, read);
      page.flush();
    }
    throw new UpstreamException();
  }

  /** The coordinator went away, as opposed to the page. */
  private static final class UpstreamException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private record Upstream(InputStream in) implements AutoCloseable {
    int read(byte[] buffer) throws UpstreamException {
      try {
        return in.read(buffer);
      } catch (IOException e) {
        throw new UpstreamException();
      }
    }

    @Override
    public void close() throws UpstreamException {
      try {
        in.close();
      } catch (IOException e) {
        throw new UpstreamException();
      }
    }
  }
}
