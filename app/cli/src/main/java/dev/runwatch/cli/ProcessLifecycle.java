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
 * Runs the process of a service until a signal, {@link #end} or a timeout, then closes its
 * resources in reverse order and exits with status 0. After a signal, a JVM exits with 143
 * otherwise, which process managers treat as a failure. Thread-safe.
 */
final class ProcessLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessLifecycle.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final PrintStream out;

  ProcessLifecycle(PrintStream out) {
    this.out = out;
  }

  /** Registers a resource to be closed on exit, before the resources registered earlier. */
  synchronized <T extends AutoCloseable> T closing(T resource) {
    opened.push(resource);
    return resource;
  }

  /** Prints the line that says the service is ready, and flushes it: scripts wait for this line. */
  void ready(String line) {
    out.println(line);
    out.flush();
  }

  /** Ends {@link #live}. */
  void end() {
    over.countDown();
  }

  /**
   * Waits until the process has to end, then closes the resources.
   *
   * @param longest the longest time to wait, or null for no limit
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

  /** Closes all resources; also for a start that failed. */
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
