/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.publishing;

import dev.runwatch.cloudwatch.internal.recording.StepTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
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
 * the next meter; the meter is skipped until its thread returns. Meters that answered in time are
 * read first, meters that never answered last. The number of abandoned threads is limited; a meter
 * that has answered before is read beyond the limit for those that never did. Used by one thread at
 * a time.
 */
final class ForeignMeterReader {

  private static final Logger LOG = LoggerFactory.getLogger(ForeignMeterReader.class);

  /** The number of abandoned threads at which meters that never answered are skipped. */
  static final int MAX_STUCK = 32;

  /** The number of abandoned threads at which all meters are skipped. */
  static final int MAX_STUCK_IN_ALL = 256;

  private static final long LOOK_MILLIS = 20;

  private final StepTime time;
  private final Duration eachMeter;
  private final AtomicLong failures = new AtomicLong();
  private final Set<ForeignMeter> stuck = ConcurrentHashMap.newKeySet();
  // Meters whose last reading ended in time, and meters of which any reading ever ended.
  private final Set<ForeignMeter> prompt = ConcurrentHashMap.newKeySet();
  private final Set<ForeignMeter> answered = ConcurrentHashMap.newKeySet();
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
    prompt.remove(meter);
    answered.remove(meter);
    logged.remove(meter);
  }

  /**
   * Reads all meters that answer.
   *
   * @param all how long the whole pass may take
   */
  void read(List<Task> tasks, Duration all) {
    List<Task> ordered = new ArrayList<>(tasks);
    ordered.sort(Comparator.comparingInt(task -> rank(task.meter())));
    Deque<Task> todo = new ArrayDeque<>();
    for (Task task : ordered) {
      if (stuck.contains(task.meter())) {
        failures.incrementAndGet();
      } else {
        todo.add(task);
      }
    }
    long deadline = System.nanoTime() + all.toNanos();
    boolean uninterrupted = true;
    while (uninterrupted && mayRead(todo) && System.nanoTime() < deadline) {
      uninterrupted = readWithOneThread(todo, deadline);
    }
    skip(todo, "reading other meters took too long");
  }

  private int rank(ForeignMeter meter) {
    if (prompt.contains(meter)) {
      return 0;
    }
    return answered.contains(meter) ? 1 : 2;
  }

  private boolean mayRead(Deque<Task> todo) {
    int threads = stuck.size();
    if (threads >= MAX_STUCK_IN_ALL) {
      skip(todo, threads + " other meters do not answer");
    } else if (threads >= MAX_STUCK) {
      List<Task> unknown = todo.stream().filter(task -> !answered.contains(task.meter())).toList();
      todo.removeAll(unknown);
      skip(new ArrayList<>(unknown), threads + " other meters do not answer");
    }
    return !todo.isEmpty();
  }

  private void skip(Collection<Task> tasks, String why) {
    tasks.forEach(task -> failed(task.meter(), "is skipped, because " + why, null));
    tasks.clear();
  }

  /** Returns false when the calling thread was interrupted. */
  private boolean readWithOneThread(Deque<Task> todo, long deadline) {
    Worker worker = new Worker(todo);
    Thread thread = new Thread(worker, "runwatch-cloudwatch-reader");
    thread.setDaemon(true);
    thread.start();
    try {
      while (!worker.finished.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        // Recorders go by this clock; a slow meter must not stop it.
        time.refresh();
        if (worker.abandonIfLate(eachMeter.toNanos(), deadline)) {
          return true;
        }
      }
      return true;
    } catch (InterruptedException e) {
      worker.abandon();
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void failed(ForeignMeter meter, String what, @Nullable Throwable failure) {
    failures.incrementAndGet();
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
        boolean threw = false;
        for (Task task = next(threw); task != null; task = next(threw)) {
          threw = false;
          try {
            task.meter().read(task.pass());
          } catch (Throwable e) {
            threw = true;
            failed(task.meter(), "cannot be read", e);
          }
        }
      } finally {
        finished.countDown();
      }
    }

    /** Ends the reading under way, and begins the next one unless this thread was abandoned. */
    private synchronized @Nullable Task next(boolean threw) {
      ForeignMeter meter = current;
      if (meter != null) {
        current = null;
        answered.add(meter);
        stuck.remove(meter);
        if (!abandoned) {
          prompt.add(meter);
        }
        if (!threw && logged.remove(meter)) {
          LOG.info("Meter {} answers again.", meter.name());
        }
      }
      Task task = abandoned ? null : todo.poll();
      if (task != null) {
        current = task.meter();
        since = System.nanoTime();
      }
      return task;
    }

    synchronized boolean abandonIfLate(long eachNanos, long deadline) {
      long now = System.nanoTime();
      if (current == null || (now - since < eachNanos && now < deadline)) {
        return false;
      }
      abandon();
      failed(current, "does not answer", null);
      return true;
    }

    synchronized void abandon() {
      abandoned = true;
      if (current != null) {
        prompt.remove(current);
        stuck.add(current);
      }
    }
  }
}
