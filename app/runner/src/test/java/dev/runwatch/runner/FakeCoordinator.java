/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A coordinator that does what a test tells it, also what none should. */
final class FakeCoordinator implements AutoCloseable {

  static final JsonMapper JSON = JsonMapper.builder().build();

  /** A request that was answered or is being answered. */
  record Request(String method, String path, String query, JsonNode body, long atNanos) {
    boolean isReport() {
      return path.matches("/runner/runs/.+/.+");
    }

    String runId() {
      return path.split("/")[3];
    }

    String last() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /** What a rule does with a request instead of the ordinary answer. */
  interface Mischief {
    void handle(Request request, HttpExchange exchange) throws IOException;
  }

  private record Rule(Predicate<Request> when, AtomicInteger times, Mischief mischief) {}

  final List<Request> requests = new CopyOnWriteArrayList<>();
  private final BlockingDeque<String> answers = new LinkedBlockingDeque<>();
  private final BlockingDeque<String> stopping = new LinkedBlockingDeque<>();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<String> registered = new CopyOnWriteArrayList<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final int port;
  private HttpServer server;
  private ExecutorService executor;
  volatile double heartbeatSeconds = 0.5;
  volatile double pollSeconds = 1;
  volatile double leaseSeconds;

  FakeCoordinator() throws IOException {
    start(0);
    this.port = server.getAddress().getPort();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  void goAway() {
    server.stop(0);
    executor.shutdownNow();
  }

  void comeBack() throws IOException {
    start(port);
  }

  /** Like a restart that kept no registration. */
  void forgetRunners() {
    registered.clear();
  }

  /** Hands this out to the next poll. */
  void offer(String run) {
    answers.add("{\"run\":" + run + "}");
  }

  void offer(String runId, String executor, String parameters) {
    offer(run(runId, executor, parameters, ""));
  }

  static String run(String runId, String executor, String parameters, String more) {
    return "{\"run_id\":\"%s\",\"executor\":\"%s\",\"parameters\":%s,\"timeout_seconds\":60%s}"
        .formatted(runId, executor, parameters, more);
  }

  void stop(String runId) {
    answers.addFirst("{\"stop_runs\":[\"" + runId + "\"]}");
  }

  /** Tells only a poll that takes no runs. */
  void stopWithoutASlot(String runId) {
    stopping.add(runId);
  }

  void answerPoll(String body) {
    answers.add(body);
  }

  void when(Predicate<Request> when, int times, Mischief mischief) {
    rules.add(new Rule(when, new AtomicInteger(times), mischief));
  }

  /** Forgets what it was asked, and behaves from now on. */
  void clear() {
    rules.clear();
    requests.clear();
  }

  static Mischief status(int status, String body) {
    return (request, exchange) -> reply(exchange, status, body);
  }

  static Mischief error(int status, String code) {
    return status(status, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"scripted\"}}");
  }

  /** The request is done, its answer is lost. */
  Mischief losingTheAnswer() {
    return (request, exchange) -> exchange.close();
  }

  static Mischief hanging() {
    return (request, exchange) -> {
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        exchange.close();
      }
    };
  }

  List<Request> reportsOf(String runId) {
    List<Request> found = new ArrayList<>();
    for (Request request : requests) {
      if (request.isReport() && request.runId().equals(runId)) {
        found.add(request);
      }
    }
    return found;
  }

  List<String> reportNames(String runId) {
    return reportsOf(runId).stream().map(Request::last).toList();
  }

  List<Request> to(String path) {
    return requests.stream().filter(request -> request.path().equals(path)).toList();
  }

  /** The polls that take runs. */
  List<Request> polls() {
    return to("/runner/runs").stream()
        .filter(poll -> !poll.query().contains("stops_only=true"))
        .toList();
  }

  private void start(int wanted) throws IOException {
    server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 100);
    executor = Executors.newCachedThreadPool();
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) {
    try {
      byte[] bytes = exchange.getRequestBody().readAllBytes();
      String query = exchange.getRequestURI().getRawQuery();
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              query == null ? "" : query,
              JSON.readTree(bytes.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : bytes),
              System.nanoTime());
      requests.add(request);
      for (Rule rule : rules) {
        if (rule.when().test(request) && rule.times().getAndDecrement() > 0) {
          rule.mischief().handle(request, exchange);
          return;
        }
      }
      ordinary(request, exchange);
    } catch (IOException e) {
      exchange.close();
    }
  }

  void ordinary(Request request, HttpExchange exchange) throws IOException {
    switch (request.path()) {
      case "/runner/register" -> {
        registered.clear();
        registered.add(request.body().path("instance_id").asString());
        reply(
            exchange,
            200,
            "{\"runner_id\":\"lnch_0123456789ab\",\"poll_endpoint\":\"/runner/runs\","
                + "\"poll_timeout_seconds\":%s,\"heartbeat_interval_seconds\":%s,"
                    .formatted(pollSeconds, heartbeatSeconds)
                + "\"lease_seconds\":%s}".formatted(leaseSeconds));
      }
      case "/runner/runs" -> {
        if (registered.isEmpty()) {
          error(401, "runner_unknown").handle(request, exchange);
        } else if (request.query().contains("stops_only=true")) {
          pollForStops(exchange);
        } else {
          poll(exchange);
        }
      }
      default -> {
        if (registered.isEmpty() && request.path().startsWith("/runner/")) {
          error(401, "runner_unknown").handle(request, exchange);
        } else {
          reply(exchange, 200, "{\"ok\":true}");
        }
      }
    }
  }

  int waitingPolls() {
    return waiting.get();
  }

  boolean nothingOffered() {
    return answers.isEmpty();
  }

  private void poll(HttpExchange exchange) throws IOException {
    waiting.incrementAndGet();
    try {
      String answer = answers.poll((long) (pollSeconds * 1000), TimeUnit.MILLISECONDS);
      reply(exchange, answer == null ? 204 : 200, answer == null ? "" : answer);
    } catch (InterruptedException e) {
      exchange.close();
    } finally {
      waiting.decrementAndGet();
    }
  }

  private void pollForStops(HttpExchange exchange) throws IOException {
    try {
      String runId = stopping.poll((long) (pollSeconds * 1000), TimeUnit.MILLISECONDS);
      String answer = runId == null ? "" : "{\"stop_runs\":[\"" + runId + "\"]}";
      reply(exchange, runId == null ? 204 : 200, answer);
    } catch (InterruptedException e) {
      exchange.close();
    }
  }

  static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    try {
      goAway();
    } catch (UncheckedIOException e) {
      // already away
    }
  }
}
