/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunDetails;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunSpec;
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
import org.jspecify.annotations.Nullable;

/** Runs in SQLite or PostgreSQL; parameters and output in a table of their own. */
final class SqlRunStore implements RunStore {

  private static final Set<RunStatus> WITH_RUNNER =
      Set.of(RunStatus.CLAIMED, RunStatus.RUNNING, RunStatus.STOPPING);

  /** How many rows PostgreSQL's driver reads ahead. */
  private static final int ROWS_AHEAD = 100;

  private static final int LARGE_ROWS_AHEAD = 4;

  private final SqlDatabase database;

  SqlRunStore(SqlDatabase database) {
    this.database = database;
  }

  @Override
  public Creation create(NewRun request, @Nullable String key, Instant at) {
    return database.inTransaction(
        handle -> {
          RunId id = RunId.random();
          if (insert(handle, id, request.spec(), key, at) == 0) {
            return new Creation(
                one(handle, "idempotency_key", String.valueOf(key)).orElseThrow(), false);
          }
          Run run = one(handle, "run_id", id.value()).orElseThrow();
          handle
              .createUpdate("INSERT INTO run_contents (seq, parameters) VALUES (:seq, :parameters)")
              .bind("seq", run.sequence())
              .bind("parameters", request.parameters().toString())
              .execute();
          return new Creation(run, true);
        });
  }

  private static int insert(
      Handle handle, RunId id, RunSpec spec, @Nullable String key, Instant at) {
    return handle
        .createUpdate(
            "INSERT INTO runs (run_id, idempotency_key, executor, demand_hostname,"
                + " demand_project_dir, demand_tags, timeout_millis, project_dir, type, agent_name,"
                + " status, attempt, created_at) VALUES (:id, :key, :executor, :hostname,"
                + " :demandDir, :tags, :timeout, :dir, :type, :agent, 'pending', 0, :at)"
                + " ON CONFLICT (idempotency_key) DO NOTHING")
        .bind("id", id.value())
        .bind("key", key)
        .bind("executor", spec.executor())
        .bind("hostname", spec.demands().hostname())
        .bind("demandDir", spec.demands().projectDir())
        .bind("tags", Rows.strings(spec.demands().tags()))
        .bind("timeout", spec.timeout().toMillis())
        .bind("dir", spec.projectDir())
        .bind("type", spec.type())
        .bind("agent", spec.agentName())
        .bind("at", at.toEpochMilli())
        .execute();
  }

  @Override
  public Optional<Run> find(RunId id) {
    return Rows.storable(id.value())
        ? database.with(handle -> one(handle, "run_id", id.value()))
        : Optional.empty();
  }

  private static Optional<Run> one(Handle handle, String column, String value) {
    return handle
        .createQuery("SELECT * FROM runs WHERE " + column + " = :value")
        .bind("value", value)
        .map(Rows::run)
        .findOne();
  }

  @Override
  public Optional<RunDetails> details(RunId id) {
    return Rows.storable(id.value())
        ? database.with(handle -> details(handle, id))
        : Optional.empty();
  }

  private static Optional<RunDetails> details(Handle handle, RunId id) {
    return handle
        .createQuery(
            "SELECT runs.*, parameters, output FROM runs JOIN run_contents USING (seq)"
                + " WHERE run_id = :id")
        .bind("id", id.value())
        .map(Rows.details(Set.of(Content.values())))
        .findOne();
  }

  @Override
  public void visit(RunQuery query, Predicate<RunDetails> visitor) {
    // PostgreSQL's driver reads row by row only within a transaction.
    database.inTransaction(
        handle -> {
          try (Query statement = handle.createQuery(select(query));
              ResultIterator<RunDetails> rows =
                  bound(statement, query).map(Rows.details(query.contents())).iterator()) {
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
    return database.with(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM runs WHERE runner_id = :runner AND status IN ("
                        + names(WITH_RUNNER)
                        + ") ORDER BY seq")
                .bind("runner", runner.value())
                .map(Rows::run)
                .list());
  }

  @Override
  public List<Run> withAnyRunner() {
    return list(RunQuery.oldest(WITH_RUNNER, null, Integer.MAX_VALUE));
  }

  @Override
  public Optional<RunDetails> claim(RunId id, RunnerId runner, Instant at) {
    return database.inTransaction(
        handle -> {
          int changed =
              handle
                  .createUpdate(
                      "UPDATE runs SET status = 'claimed', runner_id = :runner, claimed_at = :at,"
                          + " attempt = attempt + 1 WHERE run_id = :id AND status = 'pending'")
                  .bind("runner", runner.value())
                  .bind("at", at.toEpochMilli())
                  .bind("id", id.value())
                  .execute();
          return changed == 1 ? details(handle, id) : Optional.empty();
        });
  }

  @Override
  public Optional<RunDetails> reclaim(Run seen, Instant at) {
    return database.inTransaction(
        handle -> {
          int changed =
              handle
                  .createUpdate(
                      "UPDATE runs SET claimed_at = :at, attempt = attempt + 1 WHERE run_id = :id"
                          + " AND status = 'claimed' AND attempt = :attempt")
                  .bind("at", at.toEpochMilli())
                  .bind("id", seen.id().value())
                  .bind("attempt", seen.attempt())
                  .execute();
          return changed == 1 ? details(handle, seen.id()) : Optional.empty();
        });
  }

  @Override
  public Optional<Run> move(
      RunId id,
      RunStatus from,
      RunStatus to,
      @Nullable String error,
      @Nullable String output,
      Instant at) {
    if (!from.mayBecome(to)) {
      throw new IllegalArgumentException(from + " never becomes " + to);
    }
    String effects =
        switch (to) {
          case PENDING -> ", runner_id = NULL, claimed_at = NULL";
          case RUNNING -> ", started_at = :at";
          case COMPLETED, FAILED, STOPPED -> ", completed_at = :at, error = :error";
          case CLAIMED, STOPPING -> "";
        };
    return database.inTransaction(
        handle -> {
          int changed =
              handle
                  .createUpdate(
                      "UPDATE runs SET status = :to"
                          + effects
                          + " WHERE run_id = :id AND status = :from")
                  .bind("to", to.wireName())
                  .bind("from", from.wireName())
                  .bind("id", id.value())
                  .bind("error", Rows.withoutNul(error))
                  .bind("at", at.toEpochMilli())
                  .execute();
          if (changed == 0) {
            return Optional.empty();
          }
          Run run = one(handle, "run_id", id.value()).orElseThrow();
          if (output != null && to.ended()) {
            handle
                .createUpdate("UPDATE run_contents SET output = :output WHERE seq = :seq")
                .bind("output", Rows.withoutNul(output))
                .bind("seq", run.sequence())
                .execute();
          }
          return Optional.of(run);
        });
  }

  @Override
  public long countPending() {
    return database.with(
        handle ->
            handle
                .createQuery("SELECT COUNT(*) FROM runs WHERE status = 'pending'")
                .mapTo(Long.class)
                .one());
  }

  @Override
  public Optional<Instant> oldestPending() {
    return database.with(
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
    database.with(
        handle ->
            handle.execute("UPDATE health SET checked_at = ? WHERE id = 1", at.toEpochMilli()));
  }

  private static String names(Set<RunStatus> statuses) {
    return statuses.stream()
        .map(status -> "'" + status.wireName() + "'")
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
