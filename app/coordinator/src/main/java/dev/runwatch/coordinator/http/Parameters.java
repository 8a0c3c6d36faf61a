/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.store.RunQuery.Content;
import dev.runwatch.sparkjetty.RequestHead;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parameters of queries, paths and headers, checked. An empty one counts as left out. */
final class Parameters {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  private Parameters() {}

  static RunId runId(RequestHead request) {
    return new RunId(request.pathParameter("id"));
  }

  static RunnerId runnerId(RequestHead request) {
    String text = query(request, "runner_id");
    if (text == null || text.isBlank()) {
      throw ApiException.invalidField("runner_id", "is required");
    }
    return new RunnerId(text);
  }

  static @Nullable String instanceId(RequestHead request) {
    return query(request, "instance_id");
  }

  /** Whether a poll waits for orders to stop only. */
  static boolean stopsOnly(RequestHead request) {
    String text = query(request, "stops_only");
    if (text != null && !text.equals("true") && !text.equals("false")) {
      throw ApiException.invalidField("stops_only", "must be true or false");
    }
    return "true".equals(text);
  }

  static @Nullable RunStatus status(RequestHead request) {
    String text = query(request, "status");
    return text == null
        ? null
        : RunStatus.ofWireName(text)
            .orElseThrow(() -> ApiException.invalidField("status", "must be one of " + statuses()));
  }

  private static String statuses() {
    return Arrays.stream(RunStatus.values())
        .map(RunStatus::wireName)
        .collect(Collectors.joining(", "));
  }

  static int limit(RequestHead request) {
    String text = query(request, "limit");
    long limit = text == null ? DEFAULT_LIMIT : number(text);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw ApiException.invalidField("limit", "must be a whole number from 1 to " + MAX_LIMIT);
    }
    return (int) limit;
  }

  static @Nullable Long after(RequestHead request) {
    String text = query(request, "after");
    if (text == null) {
      return null;
    }
    long after = number(text);
    if (after < 1) {
      throw ApiException.invalidField("after", "must be the 'next' of an earlier page");
    }
    return after;
  }

  /** The number, or -1 if the text is none. */
  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  static @Nullable String idempotencyKey(RequestHead request) {
    String key = request.header("Idempotency-Key");
    if (key != null && (key.isBlank() || key.length() > Fields.MAX_NAME)) {
      throw ApiException.invalidField(
          "Idempotency-Key", "must have 1 to " + Fields.MAX_NAME + " characters, not all blank");
    }
    return key;
  }

  /** The run that an event stream shows, or null for all. */
  static @Nullable RunId onlyRun(RequestHead request) {
    String text = query(request, "run_id");
    return text == null ? null : new RunId(text);
  }

  /** The number of the last event that a client has, or null; what is no number counts as 0. */
  static @Nullable Long lastEventId(RequestHead request) {
    String text = request.header("Last-Event-ID");
    return text == null || text.isBlank() ? null : Math.max(0, number(text.strip()));
  }

  /** What a list shows of each run besides its state. */
  static Set<Content> contents(RequestHead request) {
    Set<Content> contents = EnumSet.noneOf(Content.class);
    String text = query(request, "fields");
    if (text == null) {
      return contents;
    }
    for (String name : text.split(",", -1)) {
      switch (name) {
        case "parameters" -> contents.add(Content.PARAMETERS);
        case "output" -> contents.add(Content.OUTPUT);
        default ->
            throw ApiException.invalidField(
                "fields", "must be a comma-separated list of: parameters, output");
      }
    }
    return contents;
  }

  private static @Nullable String query(RequestHead request, String name) {
    String text = request.query(name);
    return text == null || text.isEmpty() ? null : text;
  }
}
