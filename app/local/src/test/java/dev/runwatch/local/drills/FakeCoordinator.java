/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.drills;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs that stay pending until they are stopped, listed in pages of two. Thread-safe. */
final class FakeCoordinator implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int PAGE = 2;

  private final Map<String, JsonNode> pending = new LinkedHashMap<>();
  private final List<JsonNode> created = new ArrayList<>();
  private final HttpServer server;
  private int status = 201;
  private int refused;

  FakeCoordinator() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/runs", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Every run that was created, as it was posted. */
  synchronized List<JsonNode> created() {
    return new ArrayList<>(created);
  }

  /** The ids of the runs that nobody stopped. */
  synchronized List<String> pending() {
    return new ArrayList<>(pending.keySet());
  }

  /** Lets every request fail with this status. */
  synchronized void failWith(int newStatus) {
    status = newStatus;
  }

  /** How many requests failed. */
  synchronized int refused() {
    return refused;
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (status != 201) {
        refused++;
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      String path = exchange.getRequestURI().getPath();
      if (exchange.getRequestMethod().equals("GET")) {
        answer(exchange, page(exchange.getRequestURI().getQuery()));
      } else if (path.equals("/runs")) {
        JsonNode run = JSON.readTree(body);
        created.add(run);
        String id = "run_" + created.size();
        pending.put(id, run);
        answer(exchange, JSON.createObjectNode().put("run_id", id));
      } else {
        pending.remove(path.replaceFirst("/runs/(.*)/stop", "$1"));
        answer(exchange, JSON.createObjectNode());
      }
    }
  }

  private ObjectNode page(String query) {
    List<String> ids = pending();
    int start = query.contains("after=") ? Integer.parseInt(query.replaceFirst(".*after=", "")) : 0;
    ObjectNode page = JSON.createObjectNode();
    ArrayNode runs = page.putArray("runs");
    for (String id : ids.subList(start, Math.min(ids.size(), start + PAGE))) {
      runs.add(
          JSON.createObjectNode()
              .put("run_id", id)
              .put("type", pending.get(id).path("type").asString("")));
    }
    boolean more = start + PAGE < ids.size();
    page.put("next", more ? String.valueOf(start + PAGE) : null);
    return page;
  }

  private static void answer(HttpExchange exchange, ObjectNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(201, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
