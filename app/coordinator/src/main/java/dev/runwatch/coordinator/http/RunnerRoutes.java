/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.dispatch.RunnerLiveness;
import dev.runwatch.coordinator.dispatch.RunnerService;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.sparkjetty.Request;
import dev.runwatch.sparkjetty.Response;
import dev.runwatch.sparkjetty.Route;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The registration of runners, their heartbeats, and what others see of them. */
public final class RunnerRoutes {

  /** More than any runner executes at the same time. */
  private static final long MAX_RUNS = 100_000;

  private final RunnerService runners;
  private final InstantSource clock;
  private final RunnerLiveness liveness;
  private final Times times;

  /**
   * The times that runners are given.
   *
   * @param pollWait how long a poll waits at most
   * @param heartbeatInterval how often a runner sends a heartbeat
   */
  public record Times(Duration pollWait, Duration heartbeatInterval) {}

  public RunnerRoutes(
      RunnerService runners, InstantSource clock, RunnerLiveness liveness, Times times) {
    this.runners = runners;
    this.clock = clock;
    this.liveness = liveness;
    this.times = times;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Endpoint.REGISTER.with(this::register),
        Endpoint.HEARTBEAT.with(this::heartbeat),
        Endpoint.LIST_RUNNERS.with(this::list),
        Endpoint.DELETE_RUNNER.with(this::delete));
  }

  private Response register(Request request) {
    Fields body = new Fields(Json.readObject(request.body()));
    String hostname = body.name("hostname", Fields.MAX_NAME);
    String projectDir = body.name("project_dir", Fields.MAX_PATH);
    String profile = body.name("executor_profile", Fields.MAX_NAME, "default");
    Instant now = clock.instant();
    Runner runner =
        new Runner(
            RunnerId.of(hostname, projectDir, profile),
            hostname,
            projectDir,
            profile,
            body.names("executors", Set.of("echo")),
            body.names("tags", Set.of()),
            maxRuns(body),
            body.optionalName("instance_id", Fields.MAX_NAME),
            Gatekeeper.caller(request).name(),
            now,
            now,
            false);
    runners.register(runner);
    Registered registered =
        new Registered(
            runner.id().value(),
            "/runner/runs",
            seconds(times.pollWait()),
            seconds(times.heartbeatInterval()),
            seconds(runners.lease()));
    return Json.response(200, Json.write(registered));
  }

  private static @Nullable Integer maxRuns(Fields body) {
    long slots = body.integer("max_runs", 1, MAX_RUNS, 0);
    return slots == 0 ? null : (int) slots;
  }

  private record Registered(
      String runnerId,
      String pollEndpoint,
      Number pollTimeoutSeconds,
      Number heartbeatIntervalSeconds,
      Number leaseSeconds) {}

  private record Heartbeat(boolean ok, List<String> unknown) {}

  /** A whole number where that is possible. */
  private static Number seconds(Duration time) {
    return time.toMillisPart() == 0
        ? BigDecimal.valueOf(time.toSeconds())
        : BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros();
  }

  private Response heartbeat(Request request) {
    ObjectNode body = Json.readObject(request.body());
    Sender sender = Sender.of(request, new Fields(body));
    Optional<Map<RunId, Integer>> listed = ListedRuns.read(body);
    Runner runner = sender.seen(runners);
    List<RunId> unknown = listed.isPresent() ? runners.heartbeat(runner, listed.get()) : List.of();
    return Json.response(
        200, Json.write(new Heartbeat(true, unknown.stream().map(RunId::value).toList())));
  }

  private Response list(Request request) {
    Instant now = clock.instant();
    Map<RunnerId, List<RunId>> held = runners.held();
    List<RunnerBody> bodies =
        runners.all().stream()
            .map(
                runner ->
                    RunnerBody.of(
                        runner,
                        held.getOrDefault(runner.id(), List.of()),
                        now,
                        liveness.online(runner)))
            .toList();
    return Json.response(200, Json.write(new RunnerBody.ListBody(bodies)));
  }

  private Response delete(Request request) {
    runners.delete(
        new RunnerId(request.pathParameter("id")),
        Parameters.instanceId(request),
        Gatekeeper.caller(request));
    return Json.ok();
  }
}
