/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.dispatch.RunService;
import dev.runwatch.coordinator.dispatch.RunService.Report;
import dev.runwatch.coordinator.dispatch.RunnerService;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.sparkjetty.Request;
import dev.runwatch.sparkjetty.Response;
import dev.runwatch.sparkjetty.Route;
import java.util.List;
import java.util.function.Function;

/** The reports of runners about their runs. */
public final class ReportRoutes {

  private final RunService runs;
  private final RunnerService runners;

  public ReportRoutes(RunService runs, RunnerService runners) {
    this.runs = runs;
    this.runners = runners;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        route(Endpoint.REPORT_STARTED, body -> new Report(RunStatus.RUNNING, null, null)),
        route(
            Endpoint.REPORT_COMPLETED,
            body -> new Report(RunStatus.COMPLETED, null, body.optionalText("output"))),
        route(
            Endpoint.REPORT_FAILED, body -> new Report(RunStatus.FAILED, body.text("error"), null)),
        route(Endpoint.REPORT_STOPPED, ReportRoutes::stopped));
  }

  private Route route(Endpoint endpoint, Function<Fields, Report> reader) {
    return endpoint.with(request -> report(request, reader));
  }

  private static Report stopped(Fields body) {
    String signal = body.optionalText("signal");
    return new Report(RunStatus.STOPPED, signal == null ? null : "stopped by " + signal, null);
  }

  private Response report(Request request, Function<Fields, Report> reader) {
    Fields body = new Fields(Json.readObject(request.body()));
    Sender sender = Sender.of(request, body);
    Report report = reader.apply(body);
    runs.report(Parameters.runId(request), sender.seen(runners).id(), report);
    return Json.ok();
  }
}
