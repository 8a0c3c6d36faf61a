/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.publishing;

import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread that repeats one turn until it is stopped. Nothing that a turn throws ends it,
 * and {@link #restartIfDead} replaces a thread that ended otherwise. It is never interrupted,
 * because that would break off its writes to the disk.
 */
final class Loop {

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final long PAUSE_AFTER_FAILURE_MILLIS = 1000;

  private final ThreadFactory threads;
  private final String name;
  private final LongSupplier turn;
  private final Semaphore wakes = new Semaphore(0);
  private volatile boolean stopped;
  private volatile @Nullable Thread thread;

  /**
   * @param turn one turn; returns how many milliseconds to sleep afterwards
   */
  Loop(ThreadFactory threads, String name, LongSupplier turn) {
    this.threads = threads;
    this.name = name;
    this.turn = turn;
  }

  synchronized void start() {
    Thread fresh = threads.newThread(this::run);
    fresh.setName(name);
    fresh.setDaemon(true);
    thread = fresh;
    fresh.start();
  }

  /** Starts another thread if this one has ended without being stopped; returns whether it did. */
  synchronized boolean restartIfDead() {
    if (stopped || thread == null || thread.isAlive()) {
      return false;
    }
    LOG.error("Thread {} has ended; another one continues.", name);
    start();
    return true;
  }

  private void run() {
    while (!stopped && thread == Thread.currentThread()) {
      long millis;
      try {
        millis = turn.getAsLong();
      } catch (Throwable e) {
        logFailure(e);
        millis = PAUSE_AFTER_FAILURE_MILLIS;
      }
      sleep(Math.max(1, millis));
    }
  }

  private void logFailure(Throwable e) {
    try {
      LOG.error("{} failed and continues.", name, e);
    } catch (Throwable logging) {
      // A logger that fails, for example without memory, must not end the thread.
      wakes.drainPermits();
    }
  }

  private void sleep(long millis) {
    try {
      if (wakes.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
        wakes.drainPermits();
      }
    } catch (InterruptedException e) {
      // Interrupts do not end this thread; stop() does.
      LOG.debug("{} was interrupted and continues.", name);
    }
  }

  void wake() {
    wakes.release();
  }

  /** Ends the thread after its current turn, and waits for that as long as given. */
  void stop(long withinMillis) {
    stopped = true;
    wake();
    Thread present = thread;
    if (present == null || Thread.currentThread() == present) {
      return;
    }
    try {
      present.join(Math.max(1, withinMillis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
