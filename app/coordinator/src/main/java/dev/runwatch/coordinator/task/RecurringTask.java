/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.task;

import dev.runwatch.common.DaemonExecutors;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that one thread repeats after a pause.
 *
 * <p>A scheduled executor drops a task without a word once it throws. This one logs and counts what
 * the work throws, errors of the JVM included, and repeats it. Whether the work still succeeds is
 * told by {@link #sinceSuccess}. Safe for use by many threads.
 */
public final class RecurringTask implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RecurringTask.class);
  private static final Duration LONGEST_END = Duration.ofSeconds(2);

  private final String name;
  private final Duration pause;
  private final Runnable work;
  private final ScheduledExecutorService thread;
  private final AtomicLong failures = new AtomicLong();
  private int failuresInARow;
  private volatile long lastSuccess = System.nanoTime();

  /**
   * Prepares the task; it begins with {@link #start}.
   *
   * @param name the name of its thread
   * @param pause the time between the end of one repetition and the begin of the next
   */
  public RecurringTask(String name, Duration pause, Runnable work) {
    this.name = name;
    this.pause = pause;
    this.work = work;
    this.thread = DaemonExecutors.scheduled(name);
  }

  /** Begins to repeat the work, the first time after one pause. */
  public void start() {
    var unused =
        thread.scheduleWithFixedDelay(
            this::runSafely, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Does the work once, now, on the calling thread, with the same guarantees. */
  public void runSafely() {
    try {
      work.run();
      lastSuccess = System.nanoTime();
      failuresInARow = 0;
    } catch (Throwable failure) {
      failures.incrementAndGet();
      report(failure);
    }
  }

  private void report(Throwable failure) {
    failuresInARow++;
    if (Integer.bitCount(failuresInARow) != 1) {
      return; // The 1st, 2nd, 4th, 8th … is logged: a task may fail many times a second.
    }
    try {
      if (failure instanceof Error) {
        LOG.error("{} failed; it is tried again after {} ms", name, pause.toMillis(), failure);
      } else {
        LOG.warn("{} failed; it is tried again: {}", name, failure.toString());
      }
    } catch (Throwable whileReporting) {
      // Without memory there may be no log line; the count is kept, and the next repetition comes.
    }
  }

  /** The time since the work last succeeded, or since this task was made. */
  public Duration sinceSuccess() {
    return Duration.ofNanos(System.nanoTime() - lastSuccess);
  }

  /** The number of repetitions that failed. */
  public long failures() {
    return failures.get();
  }

  /** Ends the task; waits at most 2 s for a repetition that runs. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      var unused = thread.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
