/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunDetails;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.store.RunQuery.Content;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;

/** Reads runs in SQLite or PostgreSQL; parameters and output in a table of their own. */
final class SqlRunStore implements RunStore {

  private static final Set<RunStatus> WITH_RUNNER =
      Set.of(RunStatus.CLAIMED, RunStatus.RUNNING, RunStatus.STOPPING);

  /** How many rows PostgreSQL's driver reads ahead. */
  private static final int ROWS_AHEAD = 100;

  private static final int LARGE_ROWS_AHEAD = 4;

  private final SqlDatabase database;
  private final Writer writer;

  SqlRunStore(SqlDatabase database, Writer writer) {
    this.database = database;
    this.writer = writer;
  }

  @Override
  public Optional<Run> find(RunId id) {
    return Rows.storable(id.value())
        ? database.read(handle -> one(handle, "run_id", id.value()))
        : Optional.empty();
  }

  private static Optional<Run> one(Handle handle, String column, String value) {
    return handle
        .createQuery("SELECT * FROM runs WHERE " + column + " = :value")
        .bind("value", value)
        .map((row, context) -> Rows.run(row))
        .findOne();
  }

  @Override
  public Optional<RunDetails> details(RunId id) {
    return Rows.storable(id.value())
        ? database.read(handle -> details(handle, id))
        : Optional.empty();
  }

  private static Optional<RunDetails> details(Handle handle, RunId id) {
    return handle
        .createQuery(
            "SELECT runs.*, parameters, output FROM runs JOIN run_contents USING (seq)"
                + " WHERE run_id = :id")
        .bind("id", id.value())
        .map((row, context) -> Rows.details(row, Set.of(Content.values())))
        .findOne();
  }

  @Override
  public void visit(RunQuery query, Predicate<RunDetails> visitor) {
    // PostgreSQL's driver reads row by row only within a transaction.
    database.readInTransaction(
        handle -> {
          try (Query statement = handle.createQuery(select(query));
              ResultIterator<RunDetails> rows =
                  bound(statement, query)
                      .map((row, context) -> Rows.details(row, query.contents()))
                      .iterator()) {
            boolean more = true;
            while (more && rows.hasNext()) {
              more = visitor.test(rows.next());
            }
          }
          return 0;
        });
  }

  private static String select(RunQuery query) {
    StringBuilder sql = new StringBuilder("SELECT runs.*");
    query.contents().stream()
        .sorted()
        .forEach(content -> sql.append(", ").append(Rows.column(content)));
    sql.append(" FROM runs");
    if (!query.contents().isEmpty()) {
      sql.append(" JOIN run_contents USING (seq)");
    }
    sql.append(query.oldestFirst() ? " WHERE runs.seq > :beyond" : " WHERE runs.seq < :beyond");
    if (!query.statuses().isEmpty()) {
      sql.append(" AND status IN (").append(names(query.statuses())).append(')');
    }
    if (query.owner() != null) {
      sql.append(" AND runner_id IN (SELECT runner_id FROM runners WHERE owner = :owner)");
    }
    return sql.append(" ORDER BY runs.seq")
        .append(query.oldestFirst() ? "" : " DESC")
        .append(" LIMIT :limit")
        .toString();
  }

  private static Query bound(Query statement, RunQuery query) {
    Long beyond = query.beyond();
    return statement
        .bind("beyond", beyond != null ? beyond : query.oldestFirst() ? 0 : Long.MAX_VALUE)
        .bind("limit", query.limit())
        .bind("owner", query.owner())
        .setFetchSize(query.contents().isEmpty() ? ROWS_AHEAD : LARGE_ROWS_AHEAD);
  }

  @Override
  public List<Run> withRunner(RunnerId runner) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM runs WHERE runner_id = :runner AND status IN ("
                        + names(WITH_RUNNER)
                        + ") ORDER BY seq")
                .bind("runner", runner.value())
                .map((row, context) -> Rows.run(row))
                .list());
  }

  @Override
  public List<Run> withAnyRunner() {
    return list(RunQuery.oldest(WITH_RUNNER, null, Integer.MAX_VALUE));
  }

  @Override
  public long newest() {
    return number("SELECT COALESCE(MAX(seq), 0) FROM runs");
  }

  @Override
  public long countPending() {
    return number("SELECT COUNT(*) FROM runs WHERE status = 'pending'");
  }

  @Override
  public long countRunning() {
    return number("SELECT COUNT(*) FROM runs WHERE status IN ('running', 'stopping')");
  }

  @Override
  public long countEnded() {
    return number("SELECT COUNT(*) FROM runs WHERE completed_at IS NOT NULL");
  }

  private long number(String query) {
    return database.read(handle -> handle.createQuery(query).mapTo(Long.class).one());
  }

  @Override
  public long countEnded(Set<RunStatus> statuses, Instant since) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT COUNT(*) FROM runs WHERE completed_at > :since AND status IN ("
                        + names(statuses)
                        + ")")
                .bind("since", since.toEpochMilli())
                .mapTo(Long.class)
                .one());
  }

  @Override
  public Optional<Instant> oldestPending() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT created_at FROM runs WHERE status = 'pending' ORDER BY seq LIMIT 1")
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli));
  }

  @Override
  public void probe(Instant at) {
    database.checkFile();
    writer.write(
        transaction ->
            transaction
                .sql()
                .update("UPDATE health SET checked_at = ? WHERE id = 1", at.toEpochMilli()));
  }

  private static String names(Set<RunStatus> statuses) {
    return statuses.stream()
        .map(status -> "'" + status.wireName() + "'")
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
