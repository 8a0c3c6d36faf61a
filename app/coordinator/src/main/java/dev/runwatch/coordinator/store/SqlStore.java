/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/**
 * Runs and runners in SQLite or PostgreSQL.
 *
 * <p>No run is ever read, changed in memory and written back: each change is one conditional update
 * whose row count decides, so that several threads, and several coordinators on one PostgreSQL, see
 * each transition happen once.
 */
public final class SqlStore implements RunStore, RunnerStore, AutoCloseable {

  private final HikariDataSource pool;
  private final @Nullable StoreFile file;
  private final Jdbi jdbi;

  private SqlStore(HikariDataSource pool, @Nullable StoreFile file) {
    this.pool = pool;
    this.file = file;
    this.jdbi = Jdbi.create(pool);
    jdbi.configure(SqlStatements.class, statements -> statements.setUnusedBindingAllowed(true));
    jdbi.registerRowMapper(Run.class, Rows::run);
    jdbi.registerRowMapper(Runner.class, Rows::runner);
  }

  /**
   * Opens a store and brings its tables up to date. A SQLite store is locked for this process.
   *
   * @param location a path, or a URL that begins with {@code jdbc:sqlite:} or {@code
   *     jdbc:postgresql:}
   * @param owner whose store it must be; a new one becomes the owner's
   * @throws StoreException if it cannot be opened, or another process has it
   * @throws ForeignStoreException if it is another owner's
   */
  public static SqlStore open(String location, StoreOwner owner) {
    Database database = Database.of(location);
    StoreFile file = database.file().map(StoreFile::lock).orElse(null);
    HikariDataSource pool = null;
    try {
      pool = new HikariDataSource(database.pool());
      Jdbi jdbi = Jdbi.create(pool);
      jdbi.useHandle(handle -> StoreHeader.check(handle, database.location(), owner));
      Flyway.configure(SqlStore.class.getClassLoader())
          .dataSource(pool)
          .locations("classpath:dev/runwatch/coordinator/store")
          .placeholders(database.placeholders())
          .load()
          .migrate();
      jdbi.useTransaction(handle -> StoreHeader.claim(handle, database.location(), owner));
      if (file != null) {
        file.opened();
      }
      return new SqlStore(pool, file);
    } catch (RuntimeException e) {
      close(pool, file);
      if (e instanceof ForeignStoreException) {
        throw e;
      }
      throw new StoreException(
          "store " + database.location() + " cannot be used: " + firstLine(e), e);
    }
  }

  private static void close(@Nullable HikariDataSource pool, @Nullable StoreFile file) {
    if (pool != null) {
      pool.close();
    }
    if (file != null) {
      // Last: as long as a connection is open, nobody else may have the file.
      file.close();
    }
  }

  @Override
  public Creation create(NewRun request, @Nullable String key, Instant at) {
    return inTransaction(
        handle -> {
          RunId id = RunId.random();
          int inserted =
              handle
                  .createUpdate(
                      "INSERT INTO runs (run_id, idempotency_key, executor, parameters,"
                          + " demand_hostname, demand_project_dir, demand_tags, timeout_millis,"
                          + " project_dir, type, agent_name, status, attempt, created_at)"
                          + " VALUES (:id, :key, :executor, :parameters, :hostname, :demandDir,"
                          + " :tags, :timeout, :dir, :type, :agent, 'pending', 0, :at)"
                          + " ON CONFLICT (idempotency_key) DO NOTHING")
                  .bind("id", id.value())
                  .bind("key", key)
                  .bind("executor", request.executor())
                  .bind("parameters", request.parameters().toString())
                  .bind("hostname", request.demands().hostname())
                  .bind("demandDir", request.demands().projectDir())
                  .bind("tags", Rows.strings(request.demands().tags()))
                  .bind("timeout", request.timeout().toMillis())
                  .bind("dir", request.projectDir())
                  .bind("type", request.type())
                  .bind("agent", request.agentName())
                  .bind("at", at.toEpochMilli())
                  .execute();
          Run run =
              inserted == 1
                  ? one(handle, "run_id", id.value()).orElseThrow()
                  : one(handle, "idempotency_key", String.valueOf(key)).orElseThrow();
          return new Creation(run, inserted == 1);
        });
  }

  @Override
  public Optional<Run> find(RunId id) {
    return with(handle -> one(handle, "run_id", id.value()));
  }

  private static Optional<Run> one(Handle handle, String column, String value) {
    return handle
        .createQuery("SELECT * FROM runs WHERE " + column + " = :value")
        .bind("value", value)
        .mapTo(Run.class)
        .findOne();
  }

  @Override
  public List<Run> list(@Nullable RunStatus status, @Nullable Long before, int limit) {
    String byStatus = status == null ? "" : " AND status = '" + status.wireName() + "'";
    return with(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM runs WHERE seq < :before"
                        + byStatus
                        + " ORDER BY seq DESC LIMIT :limit")
                .bind("before", before == null ? Long.MAX_VALUE : before)
                .bind("limit", limit)
                .mapTo(Run.class)
                .list());
  }

  @Override
  public List<Run> oldest(Set<RunStatus> statuses, long after, int limit) {
    return with(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM runs WHERE status IN ("
                        + names(statuses)
                        + ") AND seq > :after ORDER BY seq LIMIT :limit")
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(Run.class)
                .list());
  }

  @Override
  public List<Run> withRunner(RunnerId runner) {
    return with(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM runs WHERE runner_id = :runner AND status IN ("
                        + names(WITH_RUNNER)
                        + ") ORDER BY seq")
                .bind("runner", runner.value())
                .mapTo(Run.class)
                .list());
  }

  @Override
  public List<Run> withAnyRunner() {
    return oldest(WITH_RUNNER, 0, Integer.MAX_VALUE);
  }

  private static final Set<RunStatus> WITH_RUNNER =
      Set.of(RunStatus.CLAIMED, RunStatus.RUNNING, RunStatus.STOPPING);

  @Override
  public Optional<Run> claim(RunId id, RunnerId runner, Instant at) {
    return inTransaction(
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
          return changed == 1 ? one(handle, "run_id", id.value()) : Optional.empty();
        });
  }

  @Override
  public Optional<Run> reclaim(Run seen, Instant at) {
    return inTransaction(
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
          return changed == 1 ? one(handle, "run_id", seen.id().value()) : Optional.empty();
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
          case COMPLETED, FAILED, STOPPED ->
              ", completed_at = :at, error = :error, output = :output";
          case CLAIMED, STOPPING -> "";
        };
    return inTransaction(
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
                  .bind("error", storable(error))
                  .bind("output", storable(output))
                  .bind("at", at.toEpochMilli())
                  .execute();
          return changed == 1 ? one(handle, "run_id", id.value()) : Optional.empty();
        });
  }

  @Override
  public long countPending() {
    return with(
        handle ->
            handle
                .createQuery("SELECT COUNT(*) FROM runs WHERE status = 'pending'")
                .mapTo(Long.class)
                .one());
  }

  @Override
  public Optional<Instant> oldestPending() {
    return with(
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
    if (file != null) {
      file.check();
    }
    with(
        handle ->
            handle.execute("UPDATE health SET checked_at = ? WHERE id = 1", at.toEpochMilli()));
  }

  @Override
  public void put(Runner runner) {
    with(
        handle ->
            handle
                .createUpdate(
                    "INSERT INTO runners (runner_id, hostname, project_dir, executor_profile,"
                        + " executors, tags, instance_id, registered_at, last_seen, deregistered)"
                        + " VALUES (:id, :hostname, :dir, :profile, :executors, :tags, :instance,"
                        + " :registered, :seen, 0) ON CONFLICT (runner_id) DO UPDATE SET"
                        + " executors = :executors, tags = :tags, instance_id = :instance,"
                        + " registered_at = :registered, last_seen = :seen, deregistered = 0")
                .bind("id", runner.id().value())
                .bind("hostname", runner.hostname())
                .bind("dir", runner.projectDir())
                .bind("profile", runner.executorProfile())
                .bind("executors", Rows.strings(runner.executors()))
                .bind("tags", Rows.strings(runner.tags()))
                .bind("instance", runner.instanceId())
                .bind("registered", runner.registeredAt().toEpochMilli())
                .bind("seen", runner.lastSeen().toEpochMilli())
                .execute());
  }

  @Override
  public Optional<Runner> find(RunnerId id) {
    return with(
        handle ->
            handle
                .createQuery("SELECT * FROM runners WHERE runner_id = :id")
                .bind("id", id.value())
                .mapTo(Runner.class)
                .findOne());
  }

  @Override
  public List<Runner> all() {
    return with(
        handle ->
            handle
                .createQuery("SELECT * FROM runners ORDER BY registered_at, runner_id")
                .mapTo(Runner.class)
                .list());
  }

  @Override
  public void seen(RunnerId id, Instant at) {
    with(
        handle ->
            handle.execute(
                "UPDATE runners SET last_seen = ? WHERE runner_id = ?",
                at.toEpochMilli(),
                id.value()));
  }

  @Override
  public void deregister(RunnerId id) {
    with(
        handle ->
            handle.execute("UPDATE runners SET deregistered = 1 WHERE runner_id = ?", id.value()));
  }

  @Override
  public void forgetDeregistered(RunnerId id) {
    with(
        handle ->
            handle.execute(
                "DELETE FROM runners WHERE runner_id = ? AND deregistered = 1", id.value()));
  }

  @Override
  public boolean removeIfUnseenSince(RunnerId id, Instant lastSeen) {
    return with(
        handle ->
            handle.execute(
                    "DELETE FROM runners WHERE runner_id = ? AND last_seen = ?",
                    id.value(),
                    lastSeen.toEpochMilli())
                == 1);
  }

  @Override
  public void close() {
    close(pool, file);
  }

  /** PostgreSQL's text holds every character but NUL. */
  private static @Nullable String storable(@Nullable String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }

  private static String names(Set<RunStatus> statuses) {
    return statuses.stream()
        .map(status -> "'" + status.wireName() + "'")
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private <T> T with(Function<Handle, T> work) {
    refuseReplaced();
    try {
      return jdbi.withHandle(work::apply);
    } catch (JdbiException e) {
      throw new StoreException("the store cannot be used: " + firstLine(e), e);
    }
  }

  private <T> T inTransaction(Function<Handle, T> work) {
    refuseReplaced();
    try {
      return jdbi.inTransaction(work::apply);
    } catch (JdbiException e) {
      throw new StoreException("the store cannot be used: " + firstLine(e), e);
    }
  }

  private void refuseReplaced() {
    if (file != null) {
      file.refuseReplaced();
    }
  }

  private static String firstLine(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage()).strip();
    return message.lines().findFirst().orElse(cause.getClass().getSimpleName());
  }
}
