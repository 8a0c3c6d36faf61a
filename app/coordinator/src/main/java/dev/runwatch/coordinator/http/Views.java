/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunDetails;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.store.RunQuery.Content;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/** Runs and runners as bodies show them. */
final class Views {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Views() {}

  /** A run with what is asked for of its parameters and output. */
  static Map<String, @Nullable Object> run(RunDetails details, Set<Content> contents) {
    Map<String, @Nullable Object> view = run(details.run());
    if (contents.contains(Content.PARAMETERS)) {
      // It was written as JSON, and is written out as it is: a tree of it may be large.
      view.put("parameters", new RawValue(details.parameters()));
    }
    if (contents.contains(Content.OUTPUT)) {
      view.put("output", details.output());
    }
    return view;
  }

  /** A run without parameters and output. */
  static Map<String, @Nullable Object> run(Run run) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("run_id", run.id().value());
    view.put("status", run.status().wireName());
    view.put("executor", run.spec().executor());
    view.put("demands", demands(run.spec().demands()));
    view.put("timeout_seconds", run.spec().timeout().toSeconds());
    view.put("project_dir", run.spec().projectDir());
    view.put("type", run.spec().type());
    view.put("agent_name", run.spec().agentName());
    view.put("runner_id", run.runner() == null ? null : run.runner().value());
    view.put("attempt", run.attempt());
    view.put("executions", run.executions());
    view.put("max_executions", run.spec().maxExecutions());
    view.put("traceparent", run.spec().traceparent());
    view.put("error", run.error());
    view.put("created_at", time(run.createdAt()));
    view.put("claimed_at", time(run.claimedAt()));
    view.put("started_at", time(run.startedAt()));
    view.put("completed_at", time(run.completedAt()));
    return view;
  }

  private static Map<String, Object> demands(Demands demands) {
    Map<String, Object> view = new LinkedHashMap<>();
    if (demands.hostname() != null) {
      view.put("hostname", demands.hostname());
    }
    if (demands.projectDir() != null) {
      view.put("project_dir", demands.projectDir());
    }
    if (!demands.tags().isEmpty()) {
      view.put("tags", new TreeSet<>(demands.tags()));
    }
    return view;
  }

  static Map<String, @Nullable Object> runner(Runner runner, Instant now, boolean online) {
    Duration silent = Duration.between(runner.lastSeen(), now);
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("runner_id", runner.id().value());
    view.put("hostname", runner.hostname());
    view.put("project_dir", runner.projectDir());
    view.put("executor_profile", runner.executorProfile());
    view.put("executors", new TreeSet<>(runner.executors()));
    view.put("tags", new TreeSet<>(runner.tags()));
    view.put("status", online ? "online" : "stale");
    view.put("registered_at", time(runner.registeredAt()));
    view.put("last_heartbeat", time(runner.lastSeen()));
    view.put("seconds_since_heartbeat", Math.max(0, silent.toMillis()) / 1000.0);
    return view;
  }

  static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : TIME.format(instant);
  }
}
