/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** A server with a route of each kind, and clients for it. */
final class TestServer implements AutoCloseable {

  final CountDownLatch blocked = new CountDownLatch(1);

  /** Names of routes with the statuses of their responses, and "over" for each deferred one. */
  final List<String> observed = new CopyOnWriteArrayList<>();

  final AtomicReference<Exchange> waiting = new AtomicReference<>();
  final AtomicReference<ResponseStream> stream = new AtomicReference<>();
  final SparkServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  TestServer() throws IOException {
    server =
        SparkServer.builder("test", new PlainErrors())
            .bodyLimits(new BodyLimits(1_000, 4_000, Duration.ofSeconds(4), 100))
            .guard(
                (route, request) ->
                    request.header("X-Refuse") == null ? null : text(403, "refused"))
            .observer(
                (outcome, time) ->
                    observed.add(
                        (outcome.route() == null ? "none" : outcome.route().name())
                            + " "
                            + outcome.status()))
            .routes(
                List.of(
                    Route.of(Method.POST, "/echo", request -> response(200, request.body())),
                    Route.of(
                        Method.GET,
                        "/items/{id}/parts/{part}",
                        request ->
                            text(
                                200,
                                request.pathParameter("id")
                                    + "|"
                                    + request.pathParameter("part")
                                    + "|"
                                    + request.query("q"))),
                    Route.of(
                        Method.GET,
                        "/fail",
                        request -> {
                          throw new IOException("boom");
                        }),
                    Route.of(Method.DELETE, "/items/{id}", request -> Response.noContent()),
                    Route.of(Method.GET, "/blocked", this::block),
                    Route.vital(Method.GET, "/health", request -> text(200, "well")),
                    Route.deferred(Method.GET, "/poll", this::poll),
                    Route.deferred(Method.GET, "/stream", this::stream)))
            .start();
  }

  static final class PlainErrors implements ErrorResponses {
    @Override
    public Response of(ServerError error) {
      return text(error.status(), error.name());
    }

    @Override
    public Response of(Route route, Exception failure) {
      return text(500, route.name() + " " + failure.getMessage());
    }
  }

  static Response text(int status, String text) {
    return response(status, text.getBytes(StandardCharsets.UTF_8));
  }

  static Response response(int status, byte[] body) {
    return Response.of(status, "text/plain;charset=utf-8", body);
  }

  private Response block(Request request) throws InterruptedException {
    blocked.await();
    return text(200, "at last");
  }

  private void poll(Request request, Exchange exchange) {
    exchange.whenOver(() -> observed.add("over"));
    exchange.after(
        Duration.ofMillis(Long.parseLong(String.valueOf(request.query("millis")))),
        () -> exchange.respond(Response.noContent()));
    waiting.set(exchange);
  }

  private void stream(Request request, Exchange exchange) {
    exchange.whenOver(() -> observed.add("over"));
    stream.set(exchange.stream("text/event-stream", Map.of("X-Kind", "events")));
  }

  HttpResponse<String> send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    return client.sendAsync(request, BodyHandlers.ofString()).join();
  }

  CompletableFuture<HttpResponse<String>> sendAsync(String path) {
    return client.sendAsync(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
        BodyHandlers.ofString());
  }

  Wire wire() throws IOException {
    return new Wire(server.port());
  }

  static String head(String request, String... headers) {
    return request + " HTTP/1.1\r\nHost: x\r\n" + String.join("", headers) + "\r\n";
  }

  @Override
  public void close() {
    blocked.countDown();
    server.close();
  }
}
