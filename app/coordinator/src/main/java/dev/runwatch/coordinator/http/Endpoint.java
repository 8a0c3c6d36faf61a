/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.sparkjetty.DeferredHandler;
import dev.runwatch.sparkjetty.Handler;
import dev.runwatch.sparkjetty.Method;
import dev.runwatch.sparkjetty.Route;

/**
 * Every method and path that a coordinator serves. A server starts only if each one has a handler,
 * and serves nothing else.
 */
public enum Endpoint {
  CREATE_RUN(Method.POST, "/runs"),
  LIST_RUNS(Method.GET, "/runs"),
  GET_RUN(Method.GET, "/runs/{id}"),
  STOP_RUN(Method.POST, "/runs/{id}/stop"),
  REGISTER(Method.POST, "/runner/register"),
  POLL(Method.GET, "/runner/runs"),
  HEARTBEAT(Method.POST, "/runner/heartbeat"),
  REPORT_STARTED(Method.POST, "/runner/runs/{id}/started"),
  REPORT_COMPLETED(Method.POST, "/runner/runs/{id}/completed"),
  REPORT_FAILED(Method.POST, "/runner/runs/{id}/failed"),
  REPORT_STOPPED(Method.POST, "/runner/runs/{id}/stopped"),
  REPORT_RETURNED(Method.POST, "/runner/runs/{id}/returned"),
  LIST_RUNNERS(Method.GET, "/runners"),
  DELETE_RUNNER(Method.DELETE, "/runners/{id}"),
  STREAM(Method.GET, "/sse/runs"),
  HEALTH(Method.GET, "/health"),
  READY(Method.GET, "/health/ready"),
  OPENAPI(Method.GET, "/openapi.json"),
  METRICS(Method.GET, "/metrics");

  private final Method method;
  private final String path;

  Endpoint(Method method, String path) {
    this.method = method;
    this.path = path;
  }

  /** Its route, answered at once. */
  Route with(Handler handler) {
    return Route.of(method, path, handler);
  }

  /** Its route, answered at once on threads of its own. */
  Route vitalWith(Handler handler) {
    return Route.vital(method, path, handler);
  }

  /** Its route, answered later. */
  Route deferredWith(DeferredHandler handler) {
    return Route.deferred(method, path, handler);
  }

  /** The method and the path, as the dimension {@code Route} has them: {@code GET /runs/{id}}. */
  public String routeName() {
    return method + " " + path;
  }
}
