/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.publishing;

import dev.runwatch.cloudwatch.internal.delivery.DeliveryCounters;
import dev.runwatch.cloudwatch.internal.delivery.DeliveryQueue;
import dev.runwatch.cloudwatch.internal.journal.Journal;
import dev.runwatch.cloudwatch.internal.journal.Origin;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import dev.runwatch.cloudwatch.internal.series.Datum;
import dev.runwatch.cloudwatch.internal.series.DropReason;
import dev.runwatch.cloudwatch.internal.series.MetricSetBudget;
import dev.runwatch.cloudwatch.internal.series.Rollup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects each step when it ends and delivers its data. One thread keeps the time for recorders,
 * one collects, one sends: a slow gauge or disk does not move samples to another step, and a slow
 * network does not delay the collection. Thread-safe.
 */
public final class Publisher {

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
  // How long a clock that was set, or an injected one, goes unnoticed.
  private static final long LONGEST_SLEEP_MILLIS = 250;
  private static final long CLOSING_PAUSE_MILLIS = 10;
  private static final Duration STOP = Duration.ofSeconds(2);
  // For what close() does beside waiting.
  private static final Duration CLOSING_GRACE = Duration.ofMillis(500);

  private final Settings settings;
  private final StepTime time;
  private final DeliveryQueue queue;
  private final DeliveryCounters counters;
  private final @Nullable Journal journal;
  private final MetricSetBudget budget;
  private final StepCollector stepCollector;
  private final AtomicLong threadRestarts = new AtomicLong();
  private volatile List<Loop> loops = List.of();
  private volatile @Nullable Loop sending;
  private boolean closed;

  /**
   * Settings of a publisher.
   *
   * @param jitter how long this publisher delays sending each step
   * @param closeTimeout how long {@link #close} may take
   * @param sumPeriod over which gauges read as sums are summed
   * @param sampleGaugesOnClose whether {@link #close} samples gauges
   * @param percentileError the error that percentiles may have, relative to them
   * @param collectWindow the time over which a collection is spread; zero for none
   */
  public record Settings(
      Duration jitter,
      Duration closeTimeout,
      Duration sumPeriod,
      boolean sampleGaugesOnClose,
      double percentileError,
      Duration collectWindow) {}

  public Publisher(
      Settings settings,
      StepTime time,
      DeliveryQueue queue,
      DeliveryCounters counters,
      @Nullable Journal journal,
      MetricSetBudget budget) {
    this.settings = settings;
    this.time = time;
    this.queue = queue;
    this.counters = counters;
    this.journal = journal;
    this.budget = budget;
    this.stepCollector =
        new StepCollector(
            time,
            settings.sumPeriod(),
            settings.percentileError(),
            budget,
            (reason, key) -> counters.refused(reason),
            (data, elapsed) -> queue.offer(data, remaining(elapsed)));
    queue.onChange(this::wakeSender);
    time.onDiscard(() -> counters.refused(DropReason.OVERFLOW));
  }

  // All data of a collection become due together, so that they share requests.
  private Duration remaining(Duration elapsed) {
    Duration delay = settings.jitter().minus(elapsed);
    return delay.isNegative() ? Duration.ZERO : delay;
  }

  public void add(Collector collector) {
    stepCollector.add(collector);
  }

  public void retire(Collector collector) {
    stepCollector.retire(collector);
  }

  /** From now on nothing is published, and meters keep no more than what they show. */
  public void discard() {
    stepCollector.discard();
  }

  /** A sample that cannot be published was recorded. */
  public void refused(DropReason reason) {
    counters.refused(reason);
  }

  /**
   * Queues sums that the application has counted itself. They are in the journal when this returns,
   * if there is one, and are due together with what is collected of the last step.
   *
   * @param sums with the beginnings of their steps, in milliseconds since the epoch
   * @param origin what they were counted from
   */
  public void offer(Rollup sums, Origin origin) {
    List<Datum> data = new ArrayList<>();
    sums.drain(
        Instant::ofEpochMilli,
        new Rollup.Outlet(
            budget,
            (reason, key) -> counters.refused(reason),
            data::addAll,
            Integer.MAX_VALUE,
            () -> {}));
    long sinceStep = time.wallMillis() - time.startMillis(time.refresh());
    queue.offer(data, remaining(Duration.ofMillis(sinceStep)), origin);
  }

  /** The number of the last record of a source that the journal has taken; 0 if there is none. */
  public long lastRecord(String source) {
    return journal == null ? 0 : journal.lastRecord(source);
  }

  /** The source itself knows by now that its records up to this number were taken. */
  public void settle(String source, long number) {
    if (journal != null) {
      journal.settle(source, number);
    }
  }

  /** Starts the threads, or starts them anew. */
  public synchronized void start(ThreadFactory threads) {
    stop(STOP);
    if (closed) {
      return;
    }
    Loop keeps = new Loop(threads, "runwatch-cloudwatch-clock", this::keepTime);
    Loop collects = new Loop(threads, "runwatch-cloudwatch-collector", this::collectThenSleep);
    Loop sends = new Loop(threads, "runwatch-cloudwatch-sender", this::sendThenSleep);
    loops = List.of(keeps, collects, sends);
    sending = sends;
    time.kept(true);
    loops.forEach(Loop::start);
  }

  /** Stops the threads. What was recorded stays recorded. */
  public synchronized void stop() {
    stop(STOP);
  }

  private void stop(Duration within) {
    time.kept(false);
    long deadline = System.nanoTime() + within.toNanos();
    for (Loop loop : loops) {
      loop.stop((deadline - System.nanoTime()) / 1_000_000);
    }
    loops = List.of();
    sending = null;
  }

  private long keepTime() {
    time.refresh();
    restartDeadThreads();
    return Math.min(LONGEST_SLEEP_MILLIS, stepCollector.millisToNextCollection());
  }

  private long collectThenSleep() {
    stepCollector.collectDue(settings.collectWindow());
    restartDeadThreads();
    return Math.min(LONGEST_SLEEP_MILLIS, stepCollector.millisToNextCollection());
  }

  private long sendThenSleep() {
    queue.pump();
    restartDeadThreads();
    return Math.min(LONGEST_SLEEP_MILLIS, queue.waitNanos() / 1_000_000 + 1);
  }

  private void restartDeadThreads() {
    for (Loop loop : loops) {
      if (loop.restartIfDead()) {
        threadRestarts.incrementAndGet();
      }
    }
  }

  private void wakeSender() {
    Loop loop = sending;
    if (loop != null) {
      loop.wake();
    }
  }

  /** Collects the steps that are over and starts sending, in the calling thread. */
  public void publish() {
    synchronized (this) {
      if (closed) {
        return;
      }
    }
    stepCollector.collectDue(Duration.ZERO);
    queue.pump();
  }

  /**
   * Collects the open step, sends until the close timeout, and leaves the rest in the journal. Does
   * not take longer than that, whatever hangs: the rest then happens in a daemon thread.
   *
   * @param send false to discard everything instead
   */
  public void close(boolean send) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    Thread closer = new Thread(() -> closeSafely(send), "runwatch-cloudwatch-closer");
    closer.setDaemon(true);
    closer.start();
    try {
      closer.join(settings.closeTimeout().plus(CLOSING_GRACE).toMillis());
      if (closer.isAlive()) {
        LOG.warn("Closing takes longer than {}; it continues.", settings.closeTimeout());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeSafely(boolean send) {
    try {
      closeWithin(send);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      LOG.error("Closing failed.", e);
    } finally {
      stepCollector.discard();
    }
  }

  private void closeWithin(boolean send) throws InterruptedException {
    long deadline = System.nanoTime() + settings.closeTimeout().toNanos();
    stop(STOP.compareTo(settings.closeTimeout()) < 0 ? STOP : settings.closeTimeout());
    if (send) {
      Duration half = Duration.ofNanos(Math.max(1, (deadline - System.nanoTime()) / 2));
      stepCollector.collectAll(settings.sampleGaugesOnClose(), half);
      queue.hurry();
      sendUntil(deadline);
    }
    queue.abandon();
    if (journal != null) {
      journal.close();
    }
    if (queue.pending() > 0) {
      LOG.warn("Closed with {} data unsent; they wait in the journal.", queue.pending());
    }
    long lost = counters.entries().dropped().getOrDefault(DropReason.CLOSED, 0L);
    if (lost > 0) {
      LOG.warn("Closed with {} data unsent; they are lost, because no journal holds them.", lost);
    }
  }

  private void sendUntil(long deadline) throws InterruptedException {
    while (queue.pending() > 0) {
      queue.pump();
      long left = (deadline - System.nanoTime()) / 1_000_000;
      // CloudWatch cannot be reached, and the next process finds the data in the journal.
      boolean pointless = queue.unreachable() && queue.underWay() == 0 && journal != null;
      if (left <= 0 || pointless) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(Math.min(left, CLOSING_PAUSE_MILLIS));
    }
  }

  public DeliveryCounters.Entries entries() {
    return counters.entries();
  }

  /** The number of data waiting and in flight, counted from the queue itself. */
  public long pending() {
    return queue.pending();
  }

  /** The number of requests in flight. */
  public int underWay() {
    return queue.underWay();
  }

  public int metricSets() {
    return budget.used();
  }

  public double distributionError() {
    return stepCollector.error();
  }

  /** How often a gauge or a function meter was skipped, because it did not answer or threw. */
  public long meterFailures() {
    return stepCollector.meterFailures();
  }

  /** How often a thread of the publisher ended and was replaced. */
  public long threadRestarts() {
    return threadRestarts.get();
  }

  public long journalFailures() {
    return journal == null ? 0 : journal.failures();
  }

  public Optional<Path> journalDirectory() {
    return Optional.ofNullable(journal).map(Journal::directory);
  }

  public Duration sinceLastSuccess() {
    return Duration.ofNanos(
        Math.max(0, time.monotonicNanos() - counters.entries().lastSuccessNanos()));
  }
}
