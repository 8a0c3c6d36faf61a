/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of runners within a transaction. */
public final class RunnerTable {

  private final Statements sql;
  private final SqlRunnerStore store;
  private final List<Runnable> whenCommitted = new ArrayList<>();

  RunnerTable(Statements sql, SqlRunnerStore store) {
    this.sql = sql;
    this.store = store;
  }

  /** The runner of that id, or empty. */
  public Optional<Runner> find(RunnerId id) {
    return Rows.storable(id.value())
        ? sql.first("SELECT * FROM runners WHERE runner_id = ?", Rows::runner, id.value())
            .map(store::withLastSign)
        : Optional.empty();
  }

  /** Stores a runner, in place of an earlier one of the same id. */
  public void put(Runner runner) {
    sql.update(
        "INSERT INTO runners (runner_id, hostname, project_dir, executor_profile, executors, tags,"
            + " max_runs, instance_id, owner, registered_at, last_seen, deregistered)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (runner_id) DO UPDATE SET"
            + " executors = EXCLUDED.executors, tags = EXCLUDED.tags,"
            + " max_runs = EXCLUDED.max_runs,"
            + " instance_id = EXCLUDED.instance_id, owner = EXCLUDED.owner,"
            + " registered_at = EXCLUDED.registered_at, last_seen = EXCLUDED.last_seen,"
            + " deregistered = 0",
        runner.id(),
        runner.hostname(),
        runner.projectDir(),
        runner.executorProfile(),
        Rows.strings(runner.executors()),
        Rows.strings(runner.tags()),
        runner.maxRuns(),
        runner.instanceId(),
        runner.owner(),
        runner.registeredAt().toEpochMilli(),
        runner.lastSeen().toEpochMilli());
    reload(runner.id(), true);
  }

  /** Gives a runner without an owner this one. */
  public void adopt(RunnerId id, String owner) {
    sql.update("UPDATE runners SET owner = ? WHERE runner_id = ? AND owner IS NULL", owner, id);
    reload(id, false);
  }

  /** Notes that a runner was deleted, so that it can be told. */
  public void deregister(RunnerId id) {
    sql.update("UPDATE runners SET deregistered = 1 WHERE runner_id = ?", id);
    reload(id, false);
  }

  /** Forgets a runner that is deregistered; one that has registered anew meanwhile stays. */
  public void forgetDeregistered(RunnerId id) {
    sql.update("DELETE FROM runners WHERE runner_id = ? AND deregistered = 1", id);
    reload(id, false);
  }

  /**
   * Forgets a runner whose last sign of life is still the one that was seen.
   *
   * @return whether it was forgotten
   */
  public boolean removeIfUnseenSince(Runner seen) {
    boolean silent =
        find(seen.id()).filter(it -> it.lastSeen().equals(seen.lastSeen())).isPresent();
    if (silent) {
      sql.update("DELETE FROM runners WHERE runner_id = ?", seen.id());
      reload(seen.id(), false);
    }
    return silent;
  }

  private void reload(RunnerId id, boolean anew) {
    Optional<Runner> now =
        sql.first("SELECT * FROM runners WHERE runner_id = ?", Rows::runner, id.value());
    whenCommitted.add(() -> store.committed(id, now, anew));
  }

  int mark() {
    return whenCommitted.size();
  }

  void rollBackTo(int mark) {
    whenCommitted.subList(mark, whenCommitted.size()).clear();
  }

  void committed() {
    whenCommitted.forEach(Runnable::run);
  }
}
