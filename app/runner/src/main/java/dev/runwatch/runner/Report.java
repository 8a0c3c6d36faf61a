/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A report of a run to the coordinator.
 *
 * @param kind of report
 * @param fields of its body, besides who reports
 */
record Report(Kind kind, Map<String, String> fields) {

  enum Kind {
    STARTED,
    COMPLETED,
    FAILED,
    STOPPED,
    /** The runner could not start the run. */
    RETURNED,
    /** The runner did not start the run, because it ends; its successor may get it. */
    HANDED_BACK,
    /** Nothing is reported: the run is not this runner's any more, or counts as lost. */
    ABANDONED;

    /** The last part of the report's path. */
    String path() {
      return this == HANDED_BACK ? RETURNED.path() : name().toLowerCase(Locale.ROOT);
    }
  }

  static Report started() {
    return new Report(Kind.STARTED, Map.of());
  }

  static Report completed(String output) {
    return new Report(Kind.COMPLETED, Map.of("output", output));
  }

  static Report failed(String error) {
    return new Report(Kind.FAILED, Map.of("error", error));
  }

  static Report stopped(String signal) {
    return new Report(Kind.STOPPED, Map.of("signal", signal));
  }

  /** A run that this runner could not start by its own fault. */
  static Report returned(String reason) {
    return new Report(Kind.RETURNED, Map.of("reason", reason));
  }

  /** A run that this runner did not start, because it ends. */
  static Report handedBack() {
    return new Report(Kind.HANDED_BACK, Map.of("reason", "the runner is shutting down"));
  }

  static Report abandoned() {
    return new Report(Kind.ABANDONED, Map.of());
  }

  /**
   * Reads what was kept of a report.
   *
   * @throws IllegalArgumentException if it has no known kind
   */
  static Report read(JsonNode json) {
    Map<String, String> fields = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : json.path("fields").properties()) {
      fields.put(field.getKey(), field.getValue().asString(""));
    }
    return new Report(Kind.valueOf(json.path("kind").asString("")), fields);
  }

  /** A run that was stopped before this runner began it. */
  static Report stoppedBeforeItBegan() {
    return new Report(Kind.STOPPED, Map.of());
  }

  /** The same report with the ends of its texts only. */
  Report shortened(int mostChars) {
    Map<String, String> shorter = new HashMap<>();
    fields.forEach(
        (name, text) ->
            shorter.put(
                name,
                text.length() <= mostChars
                    ? text
                    : "[shortened by the runner, which had no space left]\n"
                        + text.substring(text.length() - mostChars)));
    return new Report(kind, shorter);
  }

  /** The same report without output or error text, for a coordinator that refuses the text. */
  Report withoutDetail() {
    return kind == Kind.FAILED
        ? failed("failed; the coordinator refused the error text")
        : new Report(kind, Map.of());
  }
}
