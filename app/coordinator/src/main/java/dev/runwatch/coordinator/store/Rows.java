/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.common.Json;
import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.HandOut;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunDetails;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunSpec;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.RunTimes;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.runs.Transition;
import dev.runwatch.coordinator.store.RunQuery.Content;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Rows of the tables as objects. */
final class Rows {

  private Rows() {}

  static Run run(ResultSet row) throws SQLException {
    return new Run(
        row.getLong("seq"),
        new RunId(row.getString("run_id")),
        spec(row),
        status(row.getString("status")),
        new HandOut(
            runnerId(row.getString("runner_id")),
            row.getString("instance_id"),
            row.getInt("attempt"),
            row.getInt("executions"),
            row.getInt("unstarted")),
        excluded(row.getString("excluded_runners")),
        row.getString("error"),
        new RunTimes(
            Instant.ofEpochMilli(row.getLong("created_at")),
            instant(row, "claimed_at"),
            instant(row, "started_at"),
            instant(row, "completed_at")));
  }

  private static RunSpec spec(ResultSet row) throws SQLException {
    return new RunSpec(
        row.getString("executor"),
        new Demands(
            row.getString("demand_hostname"),
            row.getString("demand_project_dir"),
            strings(row.getString("demand_tags"))),
        Duration.ofMillis(row.getLong("timeout_millis")),
        row.getInt("max_executions"),
        row.getString("project_dir"),
        row.getString("type"),
        row.getString("agent_name"),
        row.getString("traceparent"));
  }

  /**
   * A transition joined with its run: the columns of the run with those of the transition after
   * them, whose names begin with {@code t_}.
   */
  static Transition transition(ResultSet row) throws SQLException {
    Run last = run(row);
    RunStatus status = status(row.getString("t_status"));
    String from = row.getString("t_from");
    Instant at = Instant.ofEpochMilli(row.getLong("t_at"));
    Run then =
        new Run(
            last.sequence(),
            last.id(),
            last.spec(),
            status,
            new HandOut(
                runnerId(row.getString("t_runner")),
                row.getString("t_instance"),
                row.getInt("t_attempt"),
                row.getInt("t_executions"),
                last.handOut().unstarted()),
            last.excluded(),
            status.ended() ? last.error() : null,
            new RunTimes(
                last.createdAt(),
                instant(row, "t_claimed"),
                instant(row, "t_started"),
                status.ended() ? at : null));
    return new Transition(row.getLong("t_number"), from == null ? null : status(from), then, at);
  }

  static RunStatus status(String name) throws SQLException {
    return RunStatus.ofWireName(name)
        .orElseThrow(() -> new SQLException("unknown status '" + name + "'"));
  }

  private static @Nullable RunnerId runnerId(@Nullable String value) {
    return value == null ? null : new RunnerId(value);
  }

  private static Set<RunnerId> excluded(String column) {
    return strings(column).stream().map(RunnerId::new).collect(Collectors.toSet());
  }

  /** A row that has the columns of these contents too. */
  static RunDetails details(ResultSet row, Set<Content> contents) throws SQLException {
    return new RunDetails(
        run(row),
        contents.contains(Content.PARAMETERS) ? row.getString("parameters") : null,
        contents.contains(Content.OUTPUT) ? row.getString("output") : null);
  }

  static String column(Content content) {
    return content.name().toLowerCase(Locale.ROOT);
  }

  /** PostgreSQL's text holds every character but NUL: no id of anything has one. */
  static boolean storable(String id) {
    return id.indexOf('\0') < 0;
  }

  /** The text with NUL replaced by U+FFFD. */
  static @Nullable String withoutNul(@Nullable String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }

  static Runner runner(ResultSet row) throws SQLException {
    return new Runner(
        new RunnerId(row.getString("runner_id")),
        row.getString("hostname"),
        row.getString("project_dir"),
        row.getString("executor_profile"),
        strings(row.getString("executors")),
        strings(row.getString("tags")),
        integer(row, "max_runs"),
        row.getString("instance_id"),
        row.getString("owner"),
        Instant.ofEpochMilli(row.getLong("registered_at")),
        Instant.ofEpochMilli(row.getLong("last_seen")),
        row.getInt("deregistered") != 0);
  }

  /** Strings as one column, in one order whatever the collection's. */
  static String strings(Collection<String> strings) {
    return strings.isEmpty() ? "[]" : Json.mapper().writeValueAsString(new TreeSet<>(strings));
  }

  private static Set<String> strings(String column) {
    if (column.equals("[]")) {
      return Set.of();
    }
    Set<String> strings = new LinkedHashSet<>();
    for (JsonNode node : Json.mapper().readTree(column)) {
      strings.add(node.stringValue());
    }
    return strings;
  }

  static @Nullable Long millis(@Nullable Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }

  private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
    int number = row.getInt(column);
    return row.wasNull() ? null : number;
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
