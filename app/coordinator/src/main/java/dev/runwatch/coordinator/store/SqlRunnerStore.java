/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runners in SQLite or PostgreSQL. */
final class SqlRunnerStore implements RunnerStore {

  private final SqlDatabase database;

  SqlRunnerStore(SqlDatabase database) {
    this.database = database;
  }

  @Override
  public boolean put(Runner runner) {
    return database.with(
        handle ->
            handle
                    .createUpdate(
                        "INSERT INTO runners (runner_id, hostname, project_dir, executor_profile,"
                            + " executors, tags, instance_id, owner, registered_at, last_seen,"
                            + " deregistered)"
                            + " VALUES (:id, :hostname, :dir, :profile, :executors, :tags, :instance,"
                            + " :owner, :registered, :seen, 0) ON CONFLICT (runner_id) DO UPDATE SET"
                            + " executors = :executors, tags = :tags, instance_id = :instance,"
                            + " owner = :owner, registered_at = :registered, last_seen = :seen,"
                            + " deregistered = 0 WHERE CAST(:owner AS VARCHAR(64)) IS NULL"
                            + " OR runners.owner IS NULL OR runners.owner = :owner"
                            + " OR runners.deregistered = 1")
                    .bind("id", runner.id().value())
                    .bind("hostname", runner.hostname())
                    .bind("dir", runner.projectDir())
                    .bind("profile", runner.executorProfile())
                    .bind("executors", Rows.strings(runner.executors()))
                    .bind("tags", Rows.strings(runner.tags()))
                    .bind("instance", runner.instanceId())
                    .bind("owner", runner.owner())
                    .bind("registered", runner.registeredAt().toEpochMilli())
                    .bind("seen", runner.lastSeen().toEpochMilli())
                    .execute()
                > 0);
  }

  @Override
  public void adopt(RunnerId id, String owner) {
    database.with(
        handle ->
            handle.execute(
                "UPDATE runners SET owner = ? WHERE runner_id = ? AND owner IS NULL",
                owner,
                id.value()));
  }

  @Override
  public Optional<Runner> find(RunnerId id) {
    if (!Rows.storable(id.value())) {
      return Optional.empty();
    }
    return database.with(
        handle ->
            handle
                .createQuery("SELECT * FROM runners WHERE runner_id = :id")
                .bind("id", id.value())
                .map(Rows::runner)
                .findOne());
  }

  @Override
  public List<Runner> all() {
    return database.with(
        handle ->
            handle
                .createQuery("SELECT * FROM runners ORDER BY registered_at, runner_id")
                .map(Rows::runner)
                .list());
  }

  @Override
  public void seen(RunnerId id, Instant at) {
    database.with(
        handle ->
            handle.execute(
                "UPDATE runners SET last_seen = ? WHERE runner_id = ?",
                at.toEpochMilli(),
                id.value()));
  }

  @Override
  public void deregister(RunnerId id) {
    database.with(
        handle ->
            handle.execute("UPDATE runners SET deregistered = 1 WHERE runner_id = ?", id.value()));
  }

  @Override
  public void forgetDeregistered(RunnerId id) {
    database.with(
        handle ->
            handle.execute(
                "DELETE FROM runners WHERE runner_id = ? AND deregistered = 1", id.value()));
  }

  @Override
  public boolean removeIfUnseenSince(RunnerId id, Instant lastSeen) {
    return database.with(
        handle ->
            handle.execute(
                    "DELETE FROM runners WHERE runner_id = ? AND last_seen = ?",
                    id.value(),
                    lastSeen.toEpochMilli())
                == 1);
  }
}
