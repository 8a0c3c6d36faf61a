/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunDetails;
import dev.runwatch.coordinator.store.RunQuery.Content;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.databind.util.RawValue;

/**
 * A run as bodies show it.
 *
 * @param parameters the JSON text as it was written, because a tree of it may be large; or null,
 *     then the body does not have the field
 * @param output a string or JSON's null; or null, then the body does not have the field
 */
record RunBody(
    String runId,
    String status,
    String executor,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RawValue parameters,
    DemandsBody demands,
    long timeoutSeconds,
    @Nullable String projectDir,
    @Nullable String type,
    @Nullable String agentName,
    @Nullable String runnerId,
    int attempt,
    int executions,
    int maxExecutions,
    @Nullable String traceparent,
    @Nullable String error,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode output,
    String createdAt,
    @Nullable String claimedAt,
    @Nullable String startedAt,
    @Nullable String completedAt) {

  /** What a runner must have; what is not demanded is left out. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record DemandsBody(@Nullable String hostname, @Nullable String projectDir, Set<String> tags) {}

  /** A run without parameters and output. */
  static RunBody of(Run run) {
    return of(run, null, null);
  }

  /** A run with what is asked for of its parameters and output. */
  static RunBody of(RunDetails details, Set<Content> contents) {
    return of(
        details.run(),
        contents.contains(Content.PARAMETERS) ? new RawValue(details.parameters()) : null,
        contents.contains(Content.OUTPUT) ? output(details.output()) : null);
  }

  private static JsonNode output(@Nullable String text) {
    return text == null ? NullNode.getInstance() : StringNode.valueOf(text);
  }

  private static RunBody of(Run run, @Nullable RawValue parameters, @Nullable JsonNode output) {
    Demands demands = run.spec().demands();
    return new RunBody(
        run.id().value(),
        run.status().wireName(),
        run.spec().executor(),
        parameters,
        new DemandsBody(demands.hostname(), demands.projectDir(), new TreeSet<>(demands.tags())),
        run.spec().timeout().toSeconds(),
        run.spec().projectDir(),
        run.spec().type(),
        run.spec().agentName(),
        run.runner() == null ? null : run.runner().value(),
        run.attempt(),
        run.executions(),
        run.spec().maxExecutions(),
        run.spec().traceparent(),
        run.error(),
        output,
        Timestamps.text(run.createdAt()),
        Timestamps.optional(run.claimedAt()),
        Timestamps.optional(run.startedAt()),
        Timestamps.optional(run.completedAt()));
  }
}
