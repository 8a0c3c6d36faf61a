/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.dispatch.RunService.Report;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.store.StoreException;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.servlet.AsyncContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Request;
import spark.Response;
import spark.route.HttpMethod;

/** What runners do. */
final class RunnerRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(RunnerRoutes.class);
  private static final String OK = "{\"ok\":true}";

  private final RouteContext service;

  RunnerRoutes(RouteContext service) {
    this.service = service;
  }

  void addTo(HttpService http) {
    http.add(HttpMethod.post, "/runner/register", this::register);
    http.add(HttpMethod.get, "/runner/runs", this::poll);
    http.add(HttpMethod.post, "/runner/heartbeat", this::heartbeat);
    http.add(HttpMethod.get, "/runners", this::list);
    http.add(HttpMethod.delete, "/runners/{id}", this::delete);
    http.add(
        HttpMethod.post,
        "/runner/runs/{id}/started",
        (request, response) -> report(request, body -> new Report(RunStatus.RUNNING, null, null)));
    http.add(
        HttpMethod.post,
        "/runner/runs/{id}/completed",
        (request, response) ->
            report(
                request,
                body -> new Report(RunStatus.COMPLETED, null, body.optionalText("output"))));
    http.add(
        HttpMethod.post,
        "/runner/runs/{id}/failed",
        (request, response) ->
            report(request, body -> new Report(RunStatus.FAILED, body.text("error"), null)));
    http.add(
        HttpMethod.post,
        "/runner/runs/{id}/stopped",
        (request, response) ->
            report(
                request,
                body -> {
                  String signal = body.optionalText("signal");
                  return new Report(
                      RunStatus.STOPPED, signal == null ? null : "stopped by " + signal, null);
                }));
  }

  private Object register(Request request, Response response) throws IOException {
    Fields body = new Fields(Json.readObject(Bodies.read(request.raw())));
    String hostname = body.name("hostname", Fields.MAX_NAME);
    String projectDir = body.name("project_dir", Fields.MAX_PATH);
    String profile = body.name("executor_profile", Fields.MAX_NAME, "default");
    Instant now = service.clock().instant();
    Runner runner =
        new Runner(
            RunnerId.of(hostname, projectDir, profile),
            hostname,
            projectDir,
            profile,
            body.names("executors", Set.of("echo")),
            body.names("tags", Set.of()),
            body.optionalName("instance_id", Fields.MAX_NAME),
            Gatekeeper.caller(request.raw()).name(),
            now,
            now,
            false);
    service.runners().register(runner);
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("runner_id", runner.id().value());
    view.put("poll_endpoint", "/runner/runs");
    view.put("poll_timeout_seconds", seconds(service.pollWait().toMillis()));
    view.put("heartbeat_interval_seconds", seconds(service.heartbeatInterval().toMillis()));
    return Json.write(view);
  }

  private static Object seconds(long millis) {
    return millis % 1000 == 0 ? (Object) (millis / 1000) : (Object) (millis / 1000.0);
  }

  private Object poll(Request request, Response response) {
    HttpService.untimed(request);
    RunnerId id = runnerId(request.queryParams("runner_id"));
    Runner runner =
        service.runners().polling(id, instanceId(request), Gatekeeper.caller(request.raw()));
    AsyncContext context = request.raw().startAsync();
    context.setTimeout(service.pollWait().toMillis());
    AsyncPoll[] self = new AsyncPoll[1];
    AsyncPoll poll =
        new AsyncPoll(
            context,
            () -> {
              AsyncPoll me = self[0];
              if (me != null) {
                service.dispatcher().unpark(id, me);
              }
            },
            () -> service.runners().told(id));
    self[0] = poll;
    context.addListener(poll);
    try {
      service.dispatcher().poll(runner, poll);
    } catch (StoreException e) {
      LOG.warn("A poll of runner {} cannot be served: {}", id, e.getMessage());
      poll.fail(HttpService.storeUnusable());
    }
    return "";
  }

  private static @Nullable String instanceId(Request request) {
    String text = request.queryParams("instance_id");
    return text == null || text.isEmpty() ? null : text;
  }

  private static RunnerId runnerId(@Nullable String text) {
    if (text == null || text.isBlank()) {
      throw ApiException.invalidField("runner_id", "is required");
    }
    return new RunnerId(text);
  }

  private Runner sender(Request request, Fields body) {
    RunnerId id = new RunnerId(body.name("runner_id", Fields.MAX_NAME));
    return service
        .runners()
        .seen(
            id,
            body.optionalName("instance_id", Fields.MAX_NAME),
            Gatekeeper.caller(request.raw()));
  }

  private Object heartbeat(Request request, Response response) throws IOException {
    sender(request, new Fields(Json.readObject(Bodies.read(request.raw()))));
    return OK;
  }

  private interface ReportReader {
    Report read(Fields body);
  }

  private Object report(Request request, ReportReader reader) throws IOException {
    Fields body = new Fields(Json.readObject(Bodies.read(request.raw())));
    body.name("runner_id", Fields.MAX_NAME);
    Report report = reader.read(body);
    Runner runner = sender(request, body);
    service.runs().report(new RunId(request.params("id")), runner.id(), report);
    return OK;
  }

  private Object list(Request request, Response response) {
    Instant now = service.clock().instant();
    return Json.write(
        Map.of(
            "runners",
            service.runners().all().stream()
                .map(runner -> Views.runner(runner, now, service.liveness().online(runner)))
                .toList()));
  }

  private Object delete(Request request, Response response) {
    service
        .runners()
        .delete(
            new RunnerId(request.params("id")),
            instanceId(request),
            Gatekeeper.caller(request.raw()));
    return OK;
  }
}
