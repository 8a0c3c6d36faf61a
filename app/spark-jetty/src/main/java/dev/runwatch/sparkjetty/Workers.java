/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run handlers. Those of vital routes are apart, so that they answer while all
 * others are blocked. Jetty's threads run no handler: they read and write, whatever handlers do.
 *
 * <p>The queues have no limit of their own. A connection has one request at a time, so the limit of
 * connections is theirs, too.
 */
final class Workers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  /** Handlers wait for commits, and those that wait together share one. */
  private static final int THREADS = 24;

  private static final int VITAL_THREADS = 2;
  private static final long CLOSE_MILLIS = 1_000;

  private final ExecutorService ordinary;
  private final ExecutorService vital;

  Workers(String name) {
    ordinary = Executors.newFixedThreadPool(THREADS, named(name + "-worker"));
    vital = Executors.newFixedThreadPool(VITAL_THREADS, named(name + "-vital"));
  }

  private static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  void execute(Route.Kind kind, Runnable task) {
    (kind == Route.Kind.VITAL ? vital : ordinary).execute(task);
  }

  /** Runs a task that belongs to no handler; drops it when the server has stopped. */
  void execute(Runnable task) {
    try {
      ordinary.execute(
          () -> {
            try {
              task.run();
            } catch (RuntimeException e) {
              LOG.warn("What should follow a response failed", e);
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("A task was dropped: the server has stopped");
    }
  }

  /** Waits a moment for the handlers that are running. */
  @Override
  public void close() {
    ordinary.shutdown();
    vital.shutdown();
    try {
      if (!ordinary.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("Handlers were still running when the server stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ordinary.shutdownNow();
    vital.shutdownNow();
  }
}
