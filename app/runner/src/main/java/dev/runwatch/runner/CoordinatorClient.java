/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import dev.runwatch.common.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The HTTP client of one runner instance. The timeout of a call covers connecting and the body.
 * Thread-safe.
 */
final class CoordinatorClient implements AutoCloseable {

  private static final Duration REGISTER_TIMEOUT = Duration.ofSeconds(10);

  /** Requests wait in no thread of the client, so a few serve many. */
  private static final int THREADS = 3;

  private final RunnerConfig config;
  private final RunnerToken token;
  private final String instanceId;
  private final ExecutorService executor;
  private volatile @Nullable HttpClient http;
  private volatile @Nullable CompletableFuture<?> poll;

  CoordinatorClient(
      RunnerConfig config, RunnerToken token, String instanceId, RunnerThreads threads) {
    this.config = config;
    this.token = token;
    this.instanceId = instanceId;
    // All of them exist from the beginning: the system may refuse a thread later.
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads.factory("http"));
    pool.prestartAllCoreThreads();
    this.executor = pool;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(executor)
            .build();
  }

  Response register(Iterable<String> executors) throws IOException, InterruptedException {
    ObjectNode body = RunJson.MAPPER.createObjectNode();
    body.put("hostname", config.hostname())
        .put("project_dir", config.projectDir())
        .put("executor_profile", config.name())
        .put("max_runs", config.maxRuns())
        .put("instance_id", instanceId);
    executors.forEach(body.putArray("executors")::add);
    config.tags().forEach(body.putArray("tags")::add);
    return await(send(post("/runner/register", body)), REGISTER_TIMEOUT);
  }

  /**
   * Waits for a run or an order. {@link #cancelPoll} ends it early.
   *
   * @param takesRuns whether it may be answered with a run
   * @param useless asked once the poll can be cancelled: whether it is not needed any more
   */
  Response poll(Registration me, boolean takesRuns, Duration longest, BooleanSupplier useless)
      throws IOException, InterruptedException {
    String stopsOnly = takesRuns ? "" : "&stops_only=true";
    CompletableFuture<HttpResponse<String>> exchange =
        send(get("/runner/runs?runner_id=" + encoded(me.runnerId()) + instanceQuery() + stopsOnly));
    poll = exchange;
    try {
      if (useless.getAsBoolean()) {
        exchange.cancel(true);
      }
      return await(exchange, longest);
    } finally {
      poll = null;
    }
  }

  void cancelPoll() {
    CompletableFuture<?> exchange = poll;
    if (exchange != null) {
      exchange.cancel(true);
    }
  }

  /**
   * Sends a heartbeat.
   *
   * @param runs what this runner has, and what it finished and has not reported
   */
  Response heartbeat(Registration me, Iterable<HandOut> runs, Duration timeout)
      throws IOException, InterruptedException {
    ObjectNode body = identified(me);
    ArrayNode list = body.putArray("runs");
    runs.forEach(run -> putAttempt(list.addObject().put("run_id", run.runId()), run));
    return await(send(post("/runner/heartbeat", body)), timeout);
  }

  private static void putAttempt(ObjectNode body, HandOut run) {
    if (run.attempt() > 0) {
      body.put("attempt", run.attempt());
    }
  }

  Response report(Registration me, HandOut run, Report report)
      throws IOException, InterruptedException {
    return report(identified(me), run, report, me.requestTimeout());
  }

  /** Reports what an earlier process of this runner ended, as that process. */
  Response reportAs(PendingReports.Reporting as, HandOut run, Report report)
      throws IOException, InterruptedException {
    ObjectNode body =
        RunJson.MAPPER
            .createObjectNode()
            .put("runner_id", as.runnerId())
            .put("instance_id", as.instanceId());
    return report(body, run, report, REGISTER_TIMEOUT);
  }

  private Response report(ObjectNode body, HandOut run, Report report, Duration timeout)
      throws IOException, InterruptedException {
    putAttempt(body, run);
    report.fields().forEach(body::put);
    if (report.kind() == Report.Kind.HANDED_BACK) {
      body.put("draining", true);
    }
    String path = "/runner/runs/" + encoded(run.runId()) + "/" + report.kind().path();
    return await(send(post(path, body)), timeout);
  }

  Response deregister(Registration me, Duration timeout) throws IOException, InterruptedException {
    // A coordinator refuses to deregister another instance than the one that is registered.
    URI uri = uri("/runners/" + encoded(me.runnerId()) + "?" + instanceQuery().substring(1));
    return await(send(request(uri).DELETE().build()), timeout);
  }

  /** Ends the client's threads; its selector ends when the client is garbage-collected. */
  @Override
  public void close() {
    http = null;
    executor.shutdownNow();
  }

  private ObjectNode identified(Registration me) {
    return RunJson.MAPPER
        .createObjectNode()
        .put("runner_id", me.runnerId())
        .put("instance_id", instanceId);
  }

  private String instanceQuery() {
    return "&instance_id=" + encoded(instanceId);
  }

  private HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    token.value().ifPresent(it -> request.header("Authorization", "Bearer " + it));
    return request;
  }

  private HttpRequest get(String path) {
    return request(uri(path)).build();
  }

  private HttpRequest post(String path, ObjectNode body) {
    return request(uri(path))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
        .build();
  }

  private CompletableFuture<HttpResponse<String>> send(HttpRequest request) throws IOException {
    HttpClient client = http;
    if (client == null) {
      throw new IOException("the runner is closed");
    }
    try {
      return client.sendAsync(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (OutOfMemoryError e) {
      throw new IOException("no thread for a request: " + e.getMessage(), e);
    }
  }

  private static Response await(CompletableFuture<HttpResponse<String>> exchange, Duration timeout)
      throws IOException, InterruptedException {
    try {
      HttpResponse<String> response = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Response(response.statusCode(), json(response.body()));
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + timeout.toMillis() + " ms", e);
    } catch (CancellationException e) {
      throw new IOException("cancelled", e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } finally {
      exchange.cancel(true);
    }
  }

  private static JsonNode json(String text) {
    try {
      return text.isBlank() ? MissingNode.getInstance() : RunJson.MAPPER.readTree(text);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  private URI uri(String pathAndQuery) {
    return URI.create(config.coordinator() + pathAndQuery);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
