/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.runs.MatchKey;
import dev.runwatch.coordinator.runs.Transition;
import dev.runwatch.coordinator.task.RecurringTask;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs and runners in SQLite or PostgreSQL.
 *
 * <p>One thread writes; what a caller was answered is committed. Other connections read beside it.
 * Each change of a run is appended to the table of transitions in the same transaction. Safe for
 * use by many threads.
 */
public final class SqlStore implements AutoCloseable {

  private static final Duration SIGNS_PAUSE = Duration.ofSeconds(3);

  private final SqlDatabase database;
  private final SqlRunStore runs;
  private final SqlRunnerStore runners;
  private final SqlTransitionStore transitions;
  private final PendingQueues queues = new PendingQueues();
  private final Writer writer;
  private final RecurringTask signs;

  private SqlStore(SqlDatabase database) {
    this.database = database;
    this.runners = new SqlRunnerStore(database);
    this.writer =
        new Writer(database.writing(), database, queues, sql -> new RunnerTable(sql, runners));
    this.runs = new SqlRunStore(database, writer);
    this.transitions = new SqlTransitionStore(database);
    this.signs =
        new RecurringTask("coordinator-signs", SIGNS_PAUSE, () -> runners.writeSigns(writer));
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
    SqlStore store = new SqlStore(SqlDatabase.open(location, owner));
    try {
      store.findQueues();
      store.signs.start();
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Reads runs. */
  public RunStore runs() {
    return runs;
  }

  /** Reads runners, and takes their signs of life. */
  public RunnerStore runners() {
    return runners;
  }

  /** Reads the changes of runs. */
  public TransitionStore transitions() {
    return transitions;
  }

  /**
   * Does an operation in a transaction; the operations of one moment share a commit.
   *
   * @param work runs on the store's thread: it must not wait for anything
   * @return what the operation returned, once it is committed
   */
  public <T> CompletableFuture<T> submit(Function<Transaction, T> work) {
    return writer.submit(work);
  }

  /**
   * As {@link #submit}, and waits.
   *
   * @throws StoreException if the store cannot be used; nothing was changed then
   */
  public <T> T write(Function<Transaction, T> work) {
    return writer.write(work);
  }

  /**
   * Sets who is told of each transition of this process, in the order of their numbers, after the
   * commit and before the operation is answered.
   *
   * @param listener must neither throw nor block
   */
  public void onCommit(Consumer<List<Transition>> listener) {
    writer.listener(listener);
  }

  /** The keys of pending runs; some may have none any more. */
  public Collection<MatchKey> pendingKeys() {
    return queues.all();
  }

  /** Whether other processes may change the store. */
  public boolean shared() {
    return !database.exclusive();
  }

  /** Looks for the keys of pending runs, those of other coordinators included. */
  public void findQueues() {
    writer.write(
        transaction -> {
          List<MatchKey> keys = MatchKeys.pending(transaction.sql());
          keys.forEach(queues::add);
          return keys.size();
        });
  }

  @Override
  public void close() {
    signs.close();
    try {
      runners.writeSigns(writer);
    } catch (StoreException e) {
      // The signs of the last seconds are missing; clocks start anew with the next coordinator.
    }
    writer.close();
    database.close();
  }
}
