/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.runs.Transition;
import java.util.List;

/** Transitions in SQLite or PostgreSQL. */
final class SqlTransitionStore implements TransitionStore {

  private final SqlDatabase database;

  SqlTransitionStore(SqlDatabase database) {
    this.database = database;
  }

  @Override
  public long last() {
    return counter("transitions");
  }

  @Override
  public long counted() {
    return counter("counted");
  }

  private long counter(String column) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT " + column + " FROM store_counters WHERE id = 1")
                .mapTo(Long.class)
                .one());
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
