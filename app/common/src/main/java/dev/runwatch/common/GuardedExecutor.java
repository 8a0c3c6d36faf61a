/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.common;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread for scheduled tasks, with the guarantees of {@link DaemonExecutors}. */
final class GuardedExecutor extends ScheduledThreadPoolExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(DaemonExecutors.class);

  private final String name;
  private final Consumer<Error> end;

  GuardedExecutor(String name, ThreadFactory threads, Consumer<Error> end) {
    super(1, threads);
    this.name = name;
    this.end = end;
    // A time-out that is cancelled must not wait in the queue with what it holds.
    setRemoveOnCancelPolicy(true);
  }

  /** Also what {@code execute} and {@code submit} call. */
  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return super.schedule(() -> once(task), delay, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long firstDelay, long period, TimeUnit unit) {
    return super.scheduleAtFixedRate(new Repeated(task), firstDelay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long firstDelay, long delay, TimeUnit unit) {
    return super.scheduleWithFixedDelay(new Repeated(task), firstDelay, delay, unit);
  }

  private void once(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("{}: a task failed", name, e);
      throw e;
    } catch (Error e) {
      DaemonExecutors.fatal(name, e, end);
      throw e;
    }
  }

  /** Runs on one thread at a time, as the executor promises. */
  private final class Repeated implements Runnable {

    private final Runnable task;
    private int failuresInARow;

    private Repeated(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      try {
        task.run();
        failuresInARow = 0;
      } catch (RuntimeException e) {
        failuresInARow++;
        if (Integer.bitCount(failuresInARow) == 1) {
          LOG.error("{}: a turn failed ({} in a row); the next one runs", name, failuresInARow, e);
        }
      } catch (Error e) {
        DaemonExecutors.fatal(name, e, end);
        throw e;
      }
    }
  }
}
