/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.access.Caller;
import dev.runwatch.coordinator.access.Role;
import dev.runwatch.coordinator.dispatch.RunLifecycle;
import dev.runwatch.coordinator.dispatch.RunLifecycle.Creation;
import dev.runwatch.coordinator.dispatch.RunnerService;
import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunDetails;
import dev.runwatch.coordinator.runs.RunSpec;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.store.RunQuery;
import dev.runwatch.coordinator.store.RunQuery.Content;
import dev.runwatch.coordinator.store.RunStore;
import dev.runwatch.sparkjetty.Request;
import dev.runwatch.sparkjetty.Response;
import dev.runwatch.sparkjetty.Route;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/** What clients do with runs. */
public final class RunRoutes {

  private static final long DEFAULT_TIMEOUT = 3600;
  private static final long MAX_TIMEOUT = 30L * 24 * 3600;
  private static final int MAX_EXECUTIONS = 100;
  private static final int MAX_PAGE_BYTES = 4 << 20;

  private final RunLifecycle runs;
  private final RunnerService runners;
  private final RunStore store;

  public RunRoutes(RunLifecycle runs, RunnerService runners, RunStore store) {
    this.runs = runs;
    this.runners = runners;
    this.store = store;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Endpoint.CREATE_RUN.with(this::create),
        Endpoint.LIST_RUNS.with(this::list),
        Endpoint.GET_RUN.with(this::get),
        Endpoint.STOP_RUN.with(this::stop));
  }

  private Response create(Request request) {
    Fields body = new Fields(Json.readObject(request.body()));
    Fields demands = body.within("demands");
    NewRun run =
        new NewRun(
            new RunSpec(
                body.name("executor", Fields.MAX_NAME, "echo"),
                demands(demands),
                Duration.ofSeconds(
                    body.integer("timeout_seconds", 1, MAX_TIMEOUT, DEFAULT_TIMEOUT)),
                (int) body.integer("max_executions", 1, MAX_EXECUTIONS, 1),
                body.optionalName("project_dir", Fields.MAX_PATH),
                body.optionalName("type", Fields.MAX_NAME),
                body.optionalName("agent_name", Fields.MAX_NAME),
                TraceParent.of(request).orElse(null)),
            body.object("parameters"));
    body.refuseOthers(demands.names());
    demands.refuseOthers(body.names());
    Creation creation = runs.create(run, Parameters.idempotencyKey(request));
    return creation.created()
        ? brief(201, creation.run(), RunStatus.PENDING)
        : brief(200, creation.run(), creation.run().status());
  }

  private static Demands demands(Fields fields) {
    return new Demands(
        fields.optionalName("hostname", Fields.MAX_NAME),
        fields.optionalName("project_dir", Fields.MAX_PATH),
        fields.names("tags", Set.of()));
  }

  /** The answer to a request that changes a run. */
  private record RunState(String runId, String status) {}

  private static Response brief(int status, Run run, RunStatus runStatus) {
    return Json.response(status, Json.write(new RunState(run.id().value(), runStatus.wireName())));
  }

  private Response list(Request request) {
    int limit = Parameters.limit(request);
    RunStatus status = Parameters.status(request);
    Set<Content> contents = Parameters.contents(request);
    RunQuery query =
        RunQuery.newest(
                status == null ? Set.of() : Set.of(status), Parameters.after(request), limit + 1)
            .with(contents)
            .ofRunnersOf(owner(request));
    RunPage page = new RunPage(limit, MAX_PAGE_BYTES);
    store.visit(
        query, run -> page.add(run.run().sequence(), Json.write(RunBody.of(run, contents))));
    return Json.response(200, Json.write(new ListBody(page.runs(), page.next())));
  }

  /** The body of {@code GET /runs}. */
  private record ListBody(List<RawValue> runs, @Nullable String next) {}

  /** The token's name to whose runners a list is confined, or null: a runner sees its own runs. */
  private static @Nullable String owner(Request request) {
    Caller caller = Gatekeeper.caller(request);
    return caller.role() == Role.RUNNER ? caller.name() : null;
  }

  private Response get(Request request) {
    RunDetails details = runs.details(Parameters.runId(request));
    runners.refuseUnlessVisible(details.run(), Gatekeeper.caller(request));
    return Json.response(200, Json.write(RunBody.of(details, Set.of(Content.values()))));
  }

  private Response stop(Request request) {
    Run run = runs.stop(Parameters.runId(request));
    return brief(200, run, run.status());
  }
}
