/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.common.BuildInfo;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.store.RunQuery;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.servlet.AsyncContext;
import spark.Request;
import spark.Response;
import spark.route.HttpMethod;

/** Health, metrics and the event stream. */
final class ServiceRoutes {

  private static final Set<RunStatus> UNFINISHED =
      EnumSet.of(RunStatus.PENDING, RunStatus.CLAIMED, RunStatus.RUNNING, RunStatus.STOPPING);

  /** How many unfinished runs the first event of a stream shows at most, oldest first. */
  private static final int MAX_INIT = 1000;

  private static final int MAX_INIT_BYTES = 1 << 20;

  private final RouteContext service;

  ServiceRoutes(RouteContext service) {
    this.service = service;
  }

  void addTo(HttpService http) {
    http.add(HttpMethod.get, "/health", this::health);
    http.add(HttpMethod.get, "/metrics", this::metrics);
    http.add(HttpMethod.get, "/sse/runs", this::stream);
  }

  private Object health(Request request, Response response) {
    Map<String, Map<String, Object>> checks = service.checks().run();
    boolean healthy =
        checks.values().stream().allMatch(check -> Boolean.TRUE.equals(check.get("ok")));
    response.status(healthy ? 200 : 503);
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("status", healthy ? "healthy" : "unhealthy");
    view.put("version", BuildInfo.current().version());
    view.put("commit", BuildInfo.current().commit());
    view.put("age_seconds", service.checks().age().toMillis() / 1000.0);
    view.put("checks", checks);
    return Json.write(view);
  }

  private Object metrics(Request request, Response response) {
    response.type("text/plain; version=0.0.4; charset=utf-8");
    return service.metricsPage().get();
  }

  private Object stream(Request request, Response response) throws IOException {
    HttpService.untimed(request);
    response.type("text/event-stream;charset=utf-8");
    response.header("Cache-Control", "no-cache");
    response.header("X-Accel-Buffering", "no");
    service
        .streams()
        .open(
            () -> {
              AsyncContext context = request.raw().startAsync();
              context.setTimeout(0);
              return context;
            },
            this::unfinished);
    return "";
  }

  private String unfinished() {
    RunPage page = new RunPage(MAX_INIT, MAX_INIT_BYTES);
    service
        .store()
        .visit(
            RunQuery.oldest(UNFINISHED, null, MAX_INIT + 1),
            run -> page.add(run.run().sequence(), Json.write(Views.run(run.run()))));
    return "{\"runs\":" + page.json() + (page.cut() ? ",\"truncated\":true}" : "}");
  }
}
