/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.common;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Named daemon threads whose failures are always logged.
 *
 * <ul>
 *   <li>After a {@link RuntimeException} a repeated task goes on with its next turn; the executors
 *       of the JDK would cancel it and log nothing. The 1st, 2nd, 4th, 8th … failure in a row is
 *       logged.
 *   <li>After an {@link Error}, such as {@link NoClassDefFoundError}, the process ends with status
 *       {@value #FATAL}, through its shutdown hooks: a service without one of its threads must not
 *       report that it is healthy. A task that can go on after an {@link Error} catches it itself.
 * </ul>
 */
public final class DaemonExecutors {

  /** The exit status after an {@link Error}: EX_SOFTWARE of sysexits.h. */
  public static final int FATAL = 70;

  private static final Logger LOG = LoggerFactory.getLogger(DaemonExecutors.class);

  private DaemonExecutors() {}

  /**
   * Makes daemon threads; the first is called {@code name}, the next {@code name-2} and so on.
   *
   * @param name what the threads do, such as {@code local-alarms}
   */
  public static ThreadFactory threads(String name) {
    return threads(name, DaemonExecutors::exit);
  }

  /**
   * An executor with one daemon thread, for tasks that are delayed or repeated.
   *
   * @param name the name of the thread
   */
  public static ScheduledExecutorService scheduled(String name) {
    return scheduled(name, DaemonExecutors::exit);
  }

  static ThreadFactory threads(String name, Consumer<Error> end) {
    AtomicInteger made = new AtomicInteger();
    return task -> {
      int number = made.incrementAndGet();
      Thread thread = new Thread(task, number == 1 ? name : name + "-" + number);
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler((dead, failure) -> died(dead, failure, end));
      return thread;
    };
  }

  static ScheduledExecutorService scheduled(String name, Consumer<Error> end) {
    return new GuardedExecutor(name, threads(name, end), end);
  }

  private static void died(Thread thread, Throwable failure, Consumer<Error> end) {
    if (failure instanceof Error error) {
      fatal(thread.getName(), error, end);
    } else {
      LOG.error(
          "Thread {} has ended by an exception that nothing caught", thread.getName(), failure);
    }
  }

  /** Logs an error, if that is still possible, and ends the process. */
  static void fatal(String name, Error error, Consumer<Error> end) {
    try {
      LOG.error("{} failed; the process ends with status {}", name, FATAL, error);
    } finally {
      end.accept(error);
    }
  }

  /** On a thread of its own: shutdown hooks may wait for the one that failed. */
  private static void exit(Error error) {
    try {
      new Thread(() -> System.exit(FATAL), "runwatch-exit").start();
    } catch (OutOfMemoryError e) {
      Runtime.getRuntime().halt(FATAL); // there is no thread to be had
    }
  }
}
