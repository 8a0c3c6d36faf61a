/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.publishing;

import dev.runwatch.cloudwatch.internal.recording.StepTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads meters whose code may block or throw, within a deadline. One thread reads all meters of a
 * pass. When a meter exceeds its deadline, its thread is abandoned and another one continues with
 * the next meter; the meter is skipped until its thread returns. Meters that answered last time are
 * read first. Used by one thread at a time.
 */
final class ForeignMeterReader {

  private static final Logger LOG = LoggerFactory.getLogger(ForeignMeterReader.class);

  /** The maximum number of abandoned threads; meters that never answered are then skipped. */
  static final int MAX_STUCK = 32;

  private static final long LOOK_MILLIS = 20;

  private final StepTime time;
  private final Duration eachMeter;
  private final AtomicLong failures = new AtomicLong();
  private final Set<ForeignMeter> stuck = ConcurrentHashMap.newKeySet();
  private final Set<ForeignMeter> trusted = ConcurrentHashMap.newKeySet();
  private final Set<ForeignMeter> logged = ConcurrentHashMap.newKeySet();

  /** A meter to read, the pass to read it for, and whether it is the last one. */
  record Task(ForeignMeter meter, CollectionPass pass, boolean farewell) {}

  /**
   * @param eachMeter how long one meter may take
   */
  ForeignMeterReader(StepTime time, Duration eachMeter) {
    this.time = time;
    this.eachMeter = eachMeter;
  }

  /** How often a meter was skipped because its code did not answer in time, or threw. */
  long failures() {
    return failures.get();
  }

  void forget(ForeignMeter meter) {
    trusted.remove(meter);
    logged.remove(meter);
  }

  /**
   * Reads all meters that answer.
   *
   * @param all how long the whole pass may take
   */
  void read(List<Task> tasks, Duration all) {
    List<Task> ordered = new ArrayList<>(tasks);
    ordered.sort(Comparator.comparing(task -> !trusted.contains(task.meter())));
    Deque<Task> todo = new ArrayDeque<>();
    for (Task task : ordered) {
      if (stuck.contains(task.meter())) {
        failures.incrementAndGet();
      } else if (stuck.size() < MAX_STUCK || trusted.contains(task.meter())) {
        todo.add(task);
      } else {
        failed(
            task.meter(), "is skipped, because " + MAX_STUCK + " other meters do not answer", null);
      }
    }
    long deadline = System.nanoTime() + all.toNanos();
    while (!todo.isEmpty() && System.nanoTime() < deadline && stuck.size() <= MAX_STUCK) {
      readWithOneThread(todo, deadline);
    }
    todo.forEach(
        task ->
            failed(task.meter(), "is skipped, because reading other meters took too long", null));
  }

  private void readWithOneThread(Deque<Task> todo, long deadline) {
    Worker worker = new Worker(todo);
    Thread thread = new Thread(worker, "runwatch-cloudwatch-reader");
    thread.setDaemon(true);
    thread.start();
    while (!worker.finishes()) {
      // Recorders go by this clock; a slow meter must not stop it.
      time.refresh();
      if (worker.abandonIfLate(eachMeter.toNanos(), deadline)) {
        return;
      }
    }
  }

  private void failed(ForeignMeter meter, String what, @Nullable Throwable failure) {
    failures.incrementAndGet();
    trusted.remove(meter);
    if (logged.add(meter)) {
      LOG.warn("Meter {} {}. It has no value until it answers again.", meter.name(), what, failure);
    }
  }

  private final class Worker implements Runnable {

    private final Deque<Task> todo;
    private final CountDownLatch finished = new CountDownLatch(1);
    // Guarded by this.
    private @Nullable ForeignMeter current;
    private long since;
    private boolean abandoned;

    Worker(Deque<Task> todo) {
      this.todo = todo;
    }

    @Override
    public void run() {
      try {
        for (Task task = next(); task != null; task = next()) {
          try {
            task.meter().read(task.pass());
            answered(task.meter());
          } catch (Throwable e) {
            failed(task.meter(), "cannot be read", e);
          }
        }
      } finally {
        finished.countDown();
      }
    }

    private void answered(ForeignMeter meter) {
      trusted.add(meter);
      if (logged.remove(meter)) {
        LOG.info("Meter {} answers again.", meter.name());
      }
    }

    private synchronized @Nullable Task next() {
      if (current != null) {
        stuck.remove(current);
        current = null;
      }
      if (abandoned) {
        return null;
      }
      Task task = todo.poll();
      if (task != null) {
        current = task.meter();
        since = System.nanoTime();
      }
      return task;
    }

    boolean finishes() {
      try {
        return finished.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        synchronized (this) {
          abandoned = true;
        }
        return true;
      }
    }

    synchronized boolean abandonIfLate(long eachNanos, long deadline) {
      long now = System.nanoTime();
      if (current == null || (now - since < eachNanos && now < deadline)) {
        return false;
      }
      abandoned = true;
      stuck.add(current);
      failed(current, "does not answer", null);
      return true;
    }
  }
}
