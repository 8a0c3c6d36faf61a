/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.dispatch.RunLifecycle;
import dev.runwatch.coordinator.dispatch.RunLifecycle.Report;
import dev.runwatch.coordinator.dispatch.RunLifecycle.Reporter;
import dev.runwatch.coordinator.dispatch.RunnerService;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.sparkjetty.Request;
import dev.runwatch.sparkjetty.Response;
import dev.runwatch.sparkjetty.Route;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reports of runners about their runs. */
public final class ReportRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(ReportRoutes.class);

  private final RunLifecycle runs;
  private final RunnerService runners;

  public ReportRoutes(RunLifecycle runs, RunnerService runners) {
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
        route(Endpoint.REPORT_STOPPED, ReportRoutes::stopped),
        Endpoint.REPORT_RETURNED.with(this::returned));
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
    Reporter reporter = reporter(request, body);
    runs.report(Parameters.runId(request), reporter, reader.apply(body));
    return Json.ok();
  }

  private Response returned(Request request) {
    Fields body = new Fields(Json.readObject(request.body()));
    Reporter reporter = reporter(request, body);
    String reason = body.text("reason");
    boolean draining = body.flag("draining");
    LOG.info(
        "Runner {} returns run {}: {}", reporter.runner(), request.pathParameter("id"), reason);
    runs.returned(Parameters.runId(request), reporter, draining);
    return Json.ok();
  }

  private Reporter reporter(Request request, Fields body) {
    Sender sender = Sender.of(request, body);
    long attempt = body.integer("attempt", 0, Integer.MAX_VALUE, -1);
    return new Reporter(
        sender.seen(runners).id(), sender.instanceId(), attempt < 0 ? null : (int) attempt);
  }
}
