/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import dev.runwatch.alarms.yaml.Durations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The routes of the console that only a rehearsal has. */
final class RehearsalRoutes {

  private static final String EVENTS = "text/event-stream;charset=utf-8";

  private RehearsalRoutes() {}

  record DrillBody(String drill) {}

  record MuteBody(String alarm, String length) {}

  record UnmuteBody(String alarm) {}

  static void add(Router router, Rehearsal sources, InstantSource clock) {
    MetricsApi metrics = new MetricsApi(sources.metrics(), clock);
    CoordinatorApi runs =
        new CoordinatorApi(sources.coordinator().resolve("/runs?limit=40"), "{\"runs\":[]}");
    CoordinatorApi runners =
        new CoordinatorApi(sources.coordinator().resolve("/runners"), "{\"runners\":[]}");
    router
        .add("GET", "/api/metrics", (none, query) -> Response.ok(metrics.list()))
        .add("GET", "/api/metrics/", (name, query) -> Response.ok(metrics.points(name, query)))
        .add(
            "GET", "/api/mails", (none, query) -> Response.ok(MailsApi.body(sources.mails().get())))
        .add("GET", "/api/runs", (none, query) -> runs.answer())
        .add("GET", "/api/runners", (none, query) -> runners.answer())
        // A GET is relayed before it comes here.
        .add("GET", "/sse/runs", (none, query) -> new Response(200, EVENTS, new byte[0], Map.of()))
        .add("GET", "/metrics/runners/", (name, query) -> runnerPage(sources, name))
        .add("POST", "/api/drills/", (name, query) -> drill(sources.drills(), name))
        .add(
            "POST",
            "/api/mute/",
            (alarm, query) -> mute(sources.mutes(), alarm, query.getOrDefault("for", "")))
        .add("POST", "/api/unmute/", (alarm, query) -> unmute(sources.mutes(), alarm));
  }

  private static Response mute(AlarmMutes mutes, String alarm, String length) {
    Duration time =
        Durations.parse(length)
            .filter(parsed -> !parsed.isZero())
            .orElseThrow(() -> ApiException.invalidField("for", "a duration such as 30m"));
    if (!mutes.mute(named(alarm), time)) {
      throw ApiException.notFound("there is no alarm '" + alarm + "'; 'all' mutes every alarm");
    }
    return Response.json(202, new MuteBody(alarm, Durations.format(time)));
  }

  private static Response unmute(AlarmMutes mutes, String alarm) {
    mutes.unmute(named(alarm));
    return Response.json(202, new UnmuteBody(alarm));
  }

  private static Optional<String> named(String alarm) {
    return alarm.equals("all") ? Optional.empty() : Optional.of(alarm);
  }

  private static Response drill(DrillRegistry drills, String name) {
    if (!drills.begin(name)) {
      throw ApiException.notFound(
          "there is no drill '" + name + "'; there are " + String.join(", ", drills.names()));
    }
    return Response.json(202, new DrillBody(name));
  }

  private static Response runnerPage(Rehearsal sources, String name) {
    String text =
        sources
            .runnerPages()
            .apply(name)
            .orElseThrow(() -> ApiException.notFound("no runner of that name runs here"));
    return new Response(
        200,
        "text/plain; version=0.0.4; charset=utf-8",
        text.getBytes(StandardCharsets.UTF_8),
        Map.of());
  }
}
