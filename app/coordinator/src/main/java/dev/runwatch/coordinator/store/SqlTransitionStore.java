/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.runs.Transition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.result.ResultIterator;

/** Transitions in SQLite or PostgreSQL. */
final class SqlTransitionStore implements TransitionStore {

  private static final int ROWS_AHEAD = 1000;

  private final SqlDatabase database;

  SqlTransitionStore(SqlDatabase database) {
    this.database = database;
  }

  @Override
  public long last() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT transitions FROM store_counters WHERE id = 1")
                .mapTo(Long.class)
                .one());
  }

  private record Kind(long number, Instant at, StepCounts counts) {}

  @Override
  public long visitCounts(long after, CountVisitor visitor) {
    // PostgreSQL's driver reads row by row only within a transaction.
    return database.readInTransaction(
        handle -> {
          try (ResultIterator<Kind> rows =
              handle
                  .createQuery(
                      "SELECT number, from_status, status, at FROM transitions"
                          + " WHERE number > :after ORDER BY number")
                  .bind("after", after)
                  .setFetchSize(ROWS_AHEAD)
                  .map((row, context) -> kind(row))
                  .iterator()) {
            long last = after;
            while (rows.hasNext()) {
              Kind kind = rows.next();
              visitor.visit(kind.at(), kind.counts());
              last = kind.number();
            }
            return last;
          }
        });
  }

  private static Kind kind(ResultSet row) throws SQLException {
    String from = row.getString("from_status");
    return new Kind(
        row.getLong("number"),
        Instant.ofEpochMilli(row.getLong("at")),
        StepCounts.of(
            from == null ? null : Rows.status(from), Rows.status(row.getString("status"))));
  }

  @Override
  public List<Transition> after(long after, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT runs.*, t.number AS t_number, t.from_status AS t_from,"
                        + " t.status AS t_status, t.runner_id AS t_runner,"
                        + " t.instance_id AS t_instance, t.attempt AS t_attempt,"
                        + " t.executions AS t_executions, t.at AS t_at,"
                        + " t.claimed_at AS t_claimed, t.started_at AS t_started"
                        + " FROM transitions t JOIN runs ON runs.seq = t.seq"
                        + " WHERE t.number > :after ORDER BY t.number LIMIT :limit")
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> Rows.transition(row))
                .list());
  }
}
