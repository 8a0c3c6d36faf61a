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
        Endpoint.HEALTH.vitalWith(this::health),
        Endpoint.READY.vitalWith(this::ready),
        Endpoint.OPENAPI.with(request -> Json.response(200, OpenApi.json())),
        Endpoint.METRICS.vitalWith(this::metrics));
  }

  private Response health(Request request) {
    Map<String, Checks.Check> parts = checks.run();
    boolean healthy = parts.values().stream().allMatch(Checks.Check::ok);
    BuildInfo build = BuildInfo.current();
    Health health =
        new Health(
            healthy ? "healthy" : "unhealthy",
            build.version(),
            build.commit(),
            checks.age().toMillis() / 1000.0,
            parts);
    return Json.response(healthy ? 200 : 503, Json.write(health));
  }

  /** The body of {@code GET /health}. */
  private record Health(
      String status,
      String version,
      String commit,
      double ageSeconds,
      Map<String, Checks.Check> checks) {}

  /** A request needs the store; one that sweeps no more can still be served. */
  private Response ready(Request request) {
    boolean ready =
        checks.run().entrySet().stream()
            .filter(check -> !check.getKey().equals(Checks.SWEEPER))
            .allMatch(check -> check.getValue().ok());
    return Json.response(ready ? 200 : 503, Json.write(new Ready(ready ? "ready" : "not ready")));
  }

  /** The body of {@code GET /health/ready}. */
  private record Ready(String status) {}

  private Response metrics(Request request) {
    return Response.of(
        200,
        "text/plain; version=0.0.4; charset=utf-8",
        metricsPage.get().getBytes(StandardCharsets.UTF_8));
  }
}
