/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.common.BuildInfo;
import dev.runwatch.sparkjetty.Request;
import dev.runwatch.sparkjetty.Response;
import dev.runwatch.sparkjetty.Route;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Health and metrics. */
public final class ServiceRoutes {

  private final Checks checks;
  private final Supplier<String> metricsPage;

  /**
   * The routes of operators.
   *
   * @param metricsPage the text of {@code GET /metrics}
   */
  public ServiceRoutes(Checks checks, Supplier<String> metricsPage) {
    this.checks = checks;
    this.metricsPage = metricsPage;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Endpoint.HEALTH.vitalWith(this::health), Endpoint.METRICS.vitalWith(this::metrics));
  }

  private Response health(Request request) {
    Map<String, Map<String, Object>> parts = checks.run();
    boolean healthy =
        parts.values().stream().allMatch(check -> Boolean.TRUE.equals(check.get("ok")));
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("status", healthy ? "healthy" : "unhealthy");
    view.put("version", BuildInfo.current().version());
    view.put("commit", BuildInfo.current().commit());
    view.put("age_seconds", checks.age().toMillis() / 1000.0);
    view.put("checks", parts);
    return Json.response(healthy ? 200 : 503, Json.write(view));
  }

  private Response metrics(Request request) {
    return Response.of(
        200,
        "text/plain; version=0.0.4; charset=utf-8",
        metricsPage.get().getBytes(StandardCharsets.UTF_8));
  }
}
