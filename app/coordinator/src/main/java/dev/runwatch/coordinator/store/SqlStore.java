/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

/**
 * Runs and runners in SQLite or PostgreSQL.
 *
 * <p>No run is ever read, changed in memory and written back: each change is one conditional update
 * whose row count decides, so that several threads, and several coordinators on one PostgreSQL, see
 * each transition happen once.
 */
public final class SqlStore implements AutoCloseable {

  private final SqlDatabase database;
  private final RunStore runs;
  private final RunnerStore runners;

  private SqlStore(SqlDatabase database) {
    this.database = database;
    this.runs = new SqlRunStore(database);
    this.runners = new SqlRunnerStore(database);
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
    return new SqlStore(SqlDatabase.open(location, owner));
  }

  /** The runs. */
  public RunStore runs() {
    return runs;
  }

  /** The runners. */
  public RunnerStore runners() {
    return runners;
  }

  @Override
  public void close() {
    database.close();
  }
}
