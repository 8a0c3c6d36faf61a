/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a service's process: it ends by a signal, by itself or when its time is over, closes
 * what was opened in reverse order, and leaves with status 0. A JVM ended by a signal would else
 * leave with 143, which process managers take for a failure.
 */
final class ProcessLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessLifecycle.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final PrintStream out;

  ProcessLifecycle(PrintStream out) {
    this.out = out;
  }

  /** Has something closed at the end, before all that was opened earlier. */
  synchronized <T extends AutoCloseable> T closing(T resource) {
    opened.push(resource);
    return resource;
  }

  /** Says that the service serves; flushed, for others wait for this line. */
  void ready(String line) {
    out.println(line);
    out.flush();
  }

  /** Ends the life from within. */
  void end() {
    over.countDown();
  }

  /**
   * Lives until the end.
   *
   * @param longest for so long at most, or null for ever
   */
  void live(@Nullable Duration longest) {
    Thread hook =
        new Thread(
            () -> {
              close();
              // Not exit: this runs within the JVM's own shutdown, whose status is the signal's.
              Runtime.getRuntime().halt(0);
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      if (longest == null) {
        over.await();
      } else {
        var unused = over.await(longest.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // A signal came at the same moment; the hook closes.
    }
    close();
  }

  /** Closes everything; for a start that failed half way too. */
  synchronized void close() {
    while (!opened.isEmpty()) {
      AutoCloseable resource = opened.pop();
      try {
        resource.close();
      } catch (IOException | RuntimeException e) {
        LOG.warn("{} did not close cleanly: {}", resource.getClass().getSimpleName(), e.toString());
      } catch (Exception e) {
        LOG.warn("{} did not close cleanly", resource.getClass().getSimpleName(), e);
      }
    }
  }
}
