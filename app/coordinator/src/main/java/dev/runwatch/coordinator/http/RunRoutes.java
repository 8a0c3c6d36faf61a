/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.access.Caller;
import dev.runwatch.coordinator.access.Role;
import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunDetails;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunSpec;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.store.RunQuery;
import dev.runwatch.coordinator.store.RunQuery.Content;
import dev.runwatch.coordinator.store.RunStore.Creation;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import spark.Request;
import spark.Response;
import spark.route.HttpMethod;

/** What clients do with runs. */
final class RunRoutes {

  private static final long DEFAULT_TIMEOUT = 3600;
  private static final long MAX_TIMEOUT = 30L * 24 * 3600;
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;
  private static final int MAX_PAGE_BYTES = 4 << 20;

  private final RouteContext service;

  RunRoutes(RouteContext service) {
    this.service = service;
  }

  void addTo(HttpService http) {
    http.add(HttpMethod.post, "/runs", this::create);
    http.add(HttpMethod.get, "/runs", this::list);
    http.add(HttpMethod.get, "/runs/{id}", this::get);
    http.add(HttpMethod.post, "/runs/{id}/stop", this::stop);
  }

  private Object create(Request request, Response response) throws IOException {
    Fields body = new Fields(Json.readObject(Bodies.read(request.raw())));
    Fields demands = body.within("demands");
    // Accepted as far as it is true: a run that was lost while it ran is not started again.
    body.integer("max_executions", 1, 1, 1);
    NewRun run =
        new NewRun(
            new RunSpec(
                body.name("executor", Fields.MAX_NAME, "echo"),
                demands(demands),
                Duration.ofSeconds(
                    body.integer("timeout_seconds", 1, MAX_TIMEOUT, DEFAULT_TIMEOUT)),
                body.optionalName("project_dir", Fields.MAX_PATH),
                body.optionalName("type", Fields.MAX_NAME),
                body.optionalName("agent_name", Fields.MAX_NAME)),
            body.object("parameters"));
    body.refuseOthers(demands.names());
    demands.refuseOthers(body.names());
    Creation creation = service.runs().create(run, idempotencyKey(request));
    response.status(creation.created() ? 201 : 200);
    return brief(creation.run(), creation.created() ? RunStatus.PENDING : creation.run().status());
  }

  private static Demands demands(Fields fields) {
    return new Demands(
        fields.optionalName("hostname", Fields.MAX_NAME),
        fields.optionalName("project_dir", Fields.MAX_PATH),
        fields.names("tags", Set.of()));
  }

  private static @Nullable String idempotencyKey(Request request) {
    String key = request.raw().getHeader("Idempotency-Key");
    if (key != null && (key.isBlank() || key.length() > Fields.MAX_NAME)) {
      throw ApiException.invalidField(
          "Idempotency-Key", "must have 1 to " + Fields.MAX_NAME + " characters, not all blank");
    }
    return key;
  }

  private static String brief(Run run, RunStatus status) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("run_id", run.id().value());
    view.put("status", status.wireName());
    return Json.write(view);
  }

  private Object list(Request request, Response response) {
    RunStatus status = status(request.queryParams("status"));
    int limit = limit(request.queryParams("limit"));
    Set<Content> contents = contents(request.queryParams("fields"));
    RunQuery query =
        RunQuery.newest(
                status == null ? Set.of() : Set.of(status),
                after(request.queryParams("after")),
                limit + 1)
            .with(contents)
            .ofRunnersOf(owner(request));
    RunPage page = new RunPage(limit, MAX_PAGE_BYTES);
    service
        .store()
        .visit(query, run -> page.add(run.run().sequence(), Json.write(Views.run(run, contents))));
    Long last = page.last();
    String next = page.cut() && last != null ? Json.write(String.valueOf(last)) : "null";
    return "{\"runs\":" + page.json() + ",\"next\":" + next + "}";
  }

  /** A runner sees the runs of its own name. */
  private static @Nullable String owner(Request request) {
    Caller caller = Gatekeeper.caller(request.raw());
    return caller.role() == Role.RUNNER ? caller.name() : null;
  }

  private static Set<Content> contents(@Nullable String text) {
    Set<Content> contents = EnumSet.noneOf(Content.class);
    if (text == null || text.isEmpty()) {
      return contents;
    }
    for (String name : text.split(",", -1)) {
      switch (name) {
        case "parameters" -> contents.add(Content.PARAMETERS);
        case "output" -> contents.add(Content.OUTPUT);
        default ->
            throw ApiException.invalidField("fields", "must be of parameters, output, by commas");
      }
    }
    return contents;
  }

  private static @Nullable RunStatus status(@Nullable String text) {
    return text == null || text.isEmpty()
        ? null
        : RunStatus.ofWireName(text)
            .orElseThrow(
                () ->
                    ApiException.invalidField(
                        "status",
                        "must be one of "
                            + String.join(
                                ", ",
                                Arrays.stream(RunStatus.values())
                                    .map(RunStatus::wireName)
                                    .toList())));
  }

  private static int limit(@Nullable String text) {
    Long limit = text == null || text.isEmpty() ? Long.valueOf(DEFAULT_LIMIT) : number(text);
    if (limit == null || limit < 1 || limit > MAX_LIMIT) {
      throw ApiException.invalidField("limit", "must be a whole number from 1 to " + MAX_LIMIT);
    }
    return limit.intValue();
  }

  private static @Nullable Long after(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    Long after = number(text);
    if (after == null || after < 1) {
      throw ApiException.invalidField("after", "must be the 'next' of an earlier answer");
    }
    return after;
  }

  private static @Nullable Long number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private Object get(Request request, Response response) {
    RunDetails details = service.runs().details(new RunId(request.params("id")));
    service.runners().refuseUnlessVisible(details.run(), Gatekeeper.caller(request.raw()));
    return Json.write(Views.run(details, Set.of(Content.values())));
  }

  private Object stop(Request request, Response response) throws IOException {
    // A body means nothing here, but one that is too large is refused as everywhere.
    Bodies.read(request.raw());
    Run run = service.runs().stop(new RunId(request.params("id")));
    return brief(run, run.status());
  }
}
