/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A run as the coordinator delivered it.
 *
 * @param runId the id that the coordinator gave it
 * @param executor the name of the executor that it asks for
 * @param timeout the time after which it is killed
 * @param json the whole run, as the executor gets it
 */
record Assignment(String runId, String executor, Duration timeout, JsonNode json) {

  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
  private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(1);

  /** Reads a poll's {@code run}; empty if it has no usable {@code run_id}. */
  static Optional<Assignment> read(JsonNode run) {
    String runId = run.path("run_id").asString("");
    if (!RUN_ID.matcher(runId).matches()) {
      return Optional.empty();
    }
    double seconds = run.path("timeout_seconds").asDouble(0);
    Duration timeout =
        seconds > 0 && seconds < 1e9
            ? Duration.ofMillis(Math.round(seconds * 1000))
            : DEFAULT_TIMEOUT;
    return Optional.of(new Assignment(runId, run.path("executor").asString(""), timeout, run));
  }

  JsonNode parameters() {
    JsonNode parameters = json.path("parameters");
    return parameters.isObject() ? parameters : JsonNodeFactory.instance.objectNode();
  }

  /** The directory to execute it in; empty for the directory of the runner. */
  Optional<String> projectDir() {
    JsonNode dir = json.path("project_dir");
    return dir.isString() && !dir.asString().isEmpty()
        ? Optional.of(dir.asString())
        : Optional.empty();
  }

  /** The number of this hand-out; empty for a coordinator that does not count them. */
  OptionalInt attempt() {
    int attempt = json.path("attempt").asInt(0);
    return attempt > 0 ? OptionalInt.of(attempt) : OptionalInt.empty();
  }

  HandOut handOut() {
    return new HandOut(runId, attempt().orElse(0));
  }

  /** Whether the coordinator may hand it out again after it was lost during its execution. */
  boolean mayBeExecutedAgain() {
    return json.path("max_executions").asInt(1) > 1;
  }

  /** The W3C trace context of the request that created it. */
  Optional<String> traceparent() {
    return Optional.of(json.path("traceparent").asString(""))
        .filter(text -> TRACEPARENT.matcher(text).matches());
  }

  /** Names this execution in a log line. */
  String label() {
    StringBuilder label = new StringBuilder("run_id=").append(runId);
    attempt().ifPresent(attempt -> label.append(" attempt=").append(attempt));
    traceparent().ifPresent(trace -> label.append(" traceparent=").append(trace));
    return label.toString();
  }
}
