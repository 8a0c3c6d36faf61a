/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.common.DaemonExecutors;
import dev.runwatch.coordinator.runs.Transition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that changes the store.
 *
 * <p>Operations that arrive while a transaction is being committed are done together in the next
 * one: the more there are, the more share one write to the disk. An operation is answered after the
 * commit that holds it. A savepoint before each lets one that fails fail alone.
 */
final class Writer implements AutoCloseable {

  private static final int MOST = 256;
  private static final Duration LONGEST_END = Duration.ofSeconds(5);

  /** An operation, and what to do with its result. */
  private static final class Operation<T> {
    final Function<Transaction, T> work;
    final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable Throwable failure;

    Operation(Function<Transaction, T> work) {
      this.work = work;
    }

    void perform(Transaction transaction) {
      result = work.apply(transaction);
    }

    void fail(Throwable cause) {
      failure = cause;
    }

    void answer() {
      if (failure != null) {
        answer.completeExceptionally(failure);
      } else {
        answer.complete(result);
      }
    }
  }

  private final DataSource source;
  private final SqlDatabase database;
  private final PendingQueues queues;
  private final Runners runners;
  private final BlockingQueue<Operation<?>> waiting = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile Consumer<List<Transition>> listener = transitions -> {};
  private volatile boolean closed;
  private @Nullable Connection connection;
  private @Nullable Statements sql;

  /** Makes the table of runners for a transaction. */
  @FunctionalInterface
  interface Runners {
    RunnerTable table(Statements statements);
  }

  Writer(DataSource source, SqlDatabase database, PendingQueues queues, Runners runners) {
    this.source = source;
    this.database = database;
    this.queues = queues;
    this.runners = runners;
    this.thread = DaemonExecutors.threads("coordinator-writer").newThread(this::run);
    thread.start();
  }

  /**
   * Sets who is told of transitions after their commit and before the answers of the operations, in
   * the order of their numbers; it must neither throw nor block.
   */
  void listener(Consumer<List<Transition>> consumer) {
    listener = consumer;
  }

  /** Does an operation in a transaction, and answers after its commit. */
  <T> CompletableFuture<T> submit(Function<Transaction, T> work) {
    Operation<T> operation = new Operation<>(work);
    waiting.add(operation);
    if (closed) {
      refuseAll();
    }
    return operation.answer;
  }

  /** As {@link #submit}, and waits for the answer. */
  <T> T write(Function<Transaction, T> work) {
    try {
      return submit(work).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreException cause) {
        throw new StoreException(String.valueOf(cause.getMessage()), cause);
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void run() {
    List<Operation<?>> batch = new ArrayList<>(MOST);
    while (!closed || !waiting.isEmpty()) {
      try {
        batch.add(waiting.take());
        waiting.drainTo(batch, MOST - 1);
        commit(batch);
      } catch (InterruptedException e) {
        // The loop's condition tells whether it was closed.
      } finally {
        batch.clear();
      }
    }
    disconnect();
  }

  private void commit(List<Operation<?>> batch) {
    List<Transition> transitions = List.of();
    try {
      database.refuseReplaced();
      Transaction transaction = begin();
      for (Operation<?> operation : batch) {
        perform(operation, transaction, batch.size() > 1);
      }
      end(transaction);
      transitions = transaction.transitions();
      transaction.runners().committed();
    } catch (Throwable failure) {
      // Nothing of the batch is stored.
      Throwable cause =
          failure instanceof SQLException e
              ? new StoreException("the store cannot be used: " + SqlDatabase.firstLine(e), e)
              : failure;
      batch.forEach(operation -> operation.fail(cause));
      disconnect();
    }
    if (!transitions.isEmpty()) {
      listener.accept(transitions);
    }
    batch.forEach(Operation::answer);
  }

  private Transaction begin() throws SQLException {
    if (connection == null || sql == null) {
      Connection fresh = source.getConnection();
      connection = fresh;
      fresh.setAutoCommit(false);
      sql = new Statements(fresh);
    }
    long number = sql.first(database.lockCounters(), row -> row.getLong(1)).orElseThrow();
    return new Transaction(sql, queues, runners.table(sql), number);
  }

  private void perform(Operation<?> operation, Transaction transaction, boolean others) {
    Statements statements = transaction.sql();
    int transitions = transaction.transitions().size();
    int runnerChanges = transaction.runners().mark();
    if (others) {
      statements.execute("SAVEPOINT operation");
    }
    try {
      operation.perform(transaction);
    } catch (Throwable failure) {
      operation.fail(failure);
      if (!others) {
        rollBack();
      } else {
        // When this fails too, the whole batch does.
        statements.execute("ROLLBACK TO SAVEPOINT operation");
      }
      transaction.rollBackTo(transitions);
      transaction.runners().rollBackTo(runnerChanges);
    }
    if (others) {
      statements.execute("RELEASE SAVEPOINT operation");
    }
  }

  private void rollBack() {
    Connection open = connection;
    try {
      if (open != null) {
        open.rollback();
      }
    } catch (SQLException e) {
      throw new StoreException("the store cannot be used: " + SqlDatabase.firstLine(e), e);
    }
  }

  private void end(Transaction transaction) throws SQLException {
    Connection open = connection;
    if (!transaction.transitions().isEmpty()) {
      transaction
          .sql()
          .update("UPDATE store_counters SET transitions = ? WHERE id = 1", transaction.number());
    }
    if (open != null) {
      open.commit();
    }
  }

  /** Leaves the connection to the pool, which knows whether it can be used again. */
  private void disconnect() {
    Connection open = connection;
    connection = null;
    sql = null;
    if (open == null) {
      return;
    }
    try {
      open.rollback();
    } catch (SQLException e) {
      // The connection is broken; closing it ends its transaction.
    }
    try {
      open.close();
    } catch (SQLException e) {
      // It is closed on the other side.
    }
  }

  private void refuseAll() {
    Operation<?> operation;
    while ((operation = waiting.poll()) != null) {
      operation.fail(new StoreException("the store is closed"));
      operation.answer();
    }
  }

  /** Does what was submitted before, and ends. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(LONGEST_END.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    refuseAll();
  }
}
