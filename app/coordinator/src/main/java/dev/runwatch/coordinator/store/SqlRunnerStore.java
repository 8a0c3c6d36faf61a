/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runners in SQLite or PostgreSQL. Signs of life are kept in memory and written in batches. One
 * process has a SQLite store, so its runners are kept in memory too.
 */
final class SqlRunnerStore implements RunnerStore {

  private final SqlDatabase database;
  private final Map<RunnerId, Runner> cache = new ConcurrentHashMap<>();
  private final Map<RunnerId, Instant> signs = new ConcurrentHashMap<>();

  SqlRunnerStore(SqlDatabase database) {
    this.database = database;
    if (database.exclusive()) {
      read().forEach(runner -> cache.put(runner.id(), runner));
    }
  }

  private List<Runner> read() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM runners")
                .map((row, context) -> Rows.runner(row))
                .list());
  }

  @Override
  public Optional<Runner> find(RunnerId id) {
    if (!Rows.storable(id.value())) {
      return Optional.empty();
    }
    database.refuseReplaced();
    Optional<Runner> found =
        database.exclusive()
            ? Optional.ofNullable(cache.get(id))
            : database.read(
                handle ->
                    handle
                        .createQuery("SELECT * FROM runners WHERE runner_id = :id")
                        .bind("id", id.value())
                        .map((row, context) -> Rows.runner(row))
                        .findOne());
    return found.map(this::withLastSign);
  }

  @Override
  public List<Runner> all() {
    database.refuseReplaced();
    List<Runner> all = database.exclusive() ? List.copyOf(cache.values()) : read();
    return all.stream()
        .map(this::withLastSign)
        .sorted(
            Comparator.comparing(Runner::registeredAt).thenComparing(runner -> runner.id().value()))
        .toList();
  }

  @Override
  public void seen(RunnerId id, Instant at) {
    // As exact as the table, so that a sign is equal to itself once it is written.
    signs.put(id, Instant.ofEpochMilli(at.toEpochMilli()));
  }

  /** The runner with the sign of life that may not be written yet. */
  Runner withLastSign(Runner runner) {
    Instant sign = signs.get(runner.id());
    return sign == null ? runner : runner.seen(sign);
  }

  /**
   * Takes over what a transaction has committed; for the writer's thread.
   *
   * @param anew whether the runner was registered, so that earlier signs of life do not count
   */
  void committed(RunnerId id, Optional<Runner> now, boolean anew) {
    if (anew || now.isEmpty()) {
      signs.remove(id);
    }
    if (database.exclusive()) {
      now.ifPresentOrElse(runner -> cache.put(id, runner), () -> cache.remove(id));
    }
  }

  /** Writes the signs of life that are not written yet. */
  void writeSigns(Writer writer) {
    Map<RunnerId, Instant> unwritten = Map.copyOf(signs);
    if (unwritten.isEmpty()) {
      return;
    }
    writer.write(
        transaction -> {
          unwritten.forEach(
              (id, at) ->
                  transaction
                      .sql()
                      .update(
                          "UPDATE runners SET last_seen = ? WHERE runner_id = ?",
                          at.toEpochMilli(),
                          id));
          return unwritten.size();
        });
    unwritten.forEach(
        (id, at) -> {
          cache.computeIfPresent(id, (same, runner) -> runner.seen(at));
          signs.remove(id, at);
        });
  }
}
