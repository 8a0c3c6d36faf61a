/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.publishing;

import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread that does one thing over and over until it is stopped. It is never interrupted:
 * that would break off what it writes to the disk.
 */
final class Loop {

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final long STOP_MILLIS = 2000;
  private static final long PAUSE_AFTER_FAILURE_MILLIS = 1000;

  private final LongSupplier turn;
  private final Thread thread;
  private final Semaphore wakes = new Semaphore(0);
  private volatile boolean stopped;

  /**
   * @param turn what to do; returns how many milliseconds to sleep afterwards
   */
  Loop(ThreadFactory threads, String name, LongSupplier turn) {
    this.turn = turn;
    this.thread = threads.newThread(this::run);
    thread.setName(name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!stopped) {
      long millis;
      try {
        millis = turn.getAsLong();
      } catch (RuntimeException e) {
        LOG.error("{} failed and goes on.", thread.getName(), e);
        millis = PAUSE_AFTER_FAILURE_MILLIS;
      }
      sleep(Math.max(1, millis));
    }
  }

  private void sleep(long millis) {
    try {
      if (wakes.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
        wakes.drainPermits();
      }
    } catch (InterruptedException e) {
      // Interrupts do not end this thread; stop() does.
      LOG.debug("{} was interrupted and goes on.", thread.getName());
    }
  }

  void wake() {
    wakes.release();
  }

  /** Ends the thread after its present turn, or gives up waiting for that after two seconds. */
  void stop() {
    stopped = true;
    wake();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
