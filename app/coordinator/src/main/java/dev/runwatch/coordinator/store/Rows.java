/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.common.Json;
import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunDetails;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunSpec;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.store.RunQuery.Content;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Rows of the tables as objects. */
final class Rows {

  private Rows() {}

  static Run run(ResultSet row, StatementContext context) throws SQLException {
    String status = row.getString("status");
    String runner = row.getString("runner_id");
    return new Run(
        row.getLong("seq"),
        new RunId(row.getString("run_id")),
        new RunSpec(
            row.getString("executor"),
            new Demands(
                row.getString("demand_hostname"),
                row.getString("demand_project_dir"),
                strings(row.getString("demand_tags"))),
            Duration.ofMillis(row.getLong("timeout_millis")),
            row.getString("project_dir"),
            row.getString("type"),
            row.getString("agent_name")),
        RunStatus.ofWireName(status)
            .orElseThrow(() -> new SQLException("unknown status '" + status + "'")),
        runner == null ? null : new RunnerId(runner),
        row.getInt("attempt"),
        row.getString("error"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        instant(row, "claimed_at"),
        instant(row, "started_at"),
        instant(row, "completed_at"));
  }

  /** A mapper of rows that have the columns of these contents too. */
  static RowMapper<RunDetails> details(Set<Content> contents) {
    return (row, context) ->
        new RunDetails(
            run(row, context),
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

  static Runner runner(ResultSet row, StatementContext context) throws SQLException {
    return new Runner(
        new RunnerId(row.getString("runner_id")),
        row.getString("hostname"),
        row.getString("project_dir"),
        row.getString("executor_profile"),
        strings(row.getString("executors")),
        strings(row.getString("tags")),
        row.getString("instance_id"),
        row.getString("owner"),
        Instant.ofEpochMilli(row.getLong("registered_at")),
        Instant.ofEpochMilli(row.getLong("last_seen")),
        row.getInt("deregistered") != 0);
  }

  /** Strings as one column. */
  static String strings(Collection<String> strings) {
    return Json.mapper().writeValueAsString(strings);
  }

  private static Set<String> strings(String column) {
    Set<String> strings = new LinkedHashSet<>();
    for (JsonNode node : Json.mapper().readTree(column)) {
      strings.add(node.stringValue());
    }
    return strings;
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
