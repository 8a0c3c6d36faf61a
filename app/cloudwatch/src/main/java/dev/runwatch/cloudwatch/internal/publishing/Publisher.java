/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.publishing;

import dev.runwatch.cloudwatch.internal.delivery.DeliveryCounters;
import dev.runwatch.cloudwatch.internal.delivery.DeliveryQueue;
import dev.runwatch.cloudwatch.internal.journal.Journal;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import dev.runwatch.cloudwatch.internal.series.DropReason;
import dev.runwatch.cloudwatch.internal.series.MetricSetBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects each step when it ends and delivers its data. Two threads do this, one that collects and
 * one that sends, so that a slow network does not delay the collection. Thread-safe.
 */
public final class Publisher {

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
  // How long a clock that was set, or an injected one, goes unnoticed.
  private static final long LONGEST_SLEEP_MILLIS = 250;
  private static final long CLOSING_PAUSE_MILLIS = 10;

  private final StepTime time;
  private final DeliveryQueue queue;
  private final DeliveryCounters counters;
  private final @Nullable Journal journal;
  private final MetricSetBudget budget;
  private final StepCollector stepCollector;
  private final Duration closeTimeout;
  private final boolean sampleGaugesOnClose;
  private @Nullable Loop collecting;
  private volatile @Nullable Loop sending;
  private boolean closed;

  /**
   * @param jitter how long this publisher delays sending each step
   * @param closeTimeout how long {@link #close} may take
   */
  public Publisher(
      StepTime time,
      DeliveryQueue queue,
      DeliveryCounters counters,
      @Nullable Journal journal,
      MetricSetBudget budget,
      Duration jitter,
      Duration closeTimeout,
      boolean sampleGaugesOnClose) {
    this.time = time;
    this.queue = queue;
    this.counters = counters;
    this.journal = journal;
    this.budget = budget;
    this.closeTimeout = closeTimeout;
    this.sampleGaugesOnClose = sampleGaugesOnClose;
    this.stepCollector =
        new StepCollector(
            time,
            budget,
            (reason, key) -> counters.refused(reason),
            data -> queue.offer(data, jitter));
    queue.onChange(this::wakeSender);
  }

  public void add(Collector collector) {
    stepCollector.add(collector);
  }

  public void retire(Collector collector) {
    stepCollector.retire(collector);
  }

  /** A sample that cannot be published was recorded. */
  public void refused(DropReason reason) {
    counters.refused(reason);
  }

  /** Starts the threads, or starts them anew. */
  public synchronized void start(ThreadFactory threads) {
    stop();
    if (closed) {
      return;
    }
    Loop collects = new Loop(threads, "runwatch-cloudwatch-collector", this::collectThenSleep);
    Loop sends = new Loop(threads, "runwatch-cloudwatch-sender", this::sendThenSleep);
    collecting = collects;
    sending = sends;
    time.kept(true);
    collects.start();
    sends.start();
  }

  /** Stops the threads. What was recorded stays recorded. */
  public synchronized void stop() {
    time.kept(false);
    for (Loop loop : new @Nullable Loop[] {collecting, sending}) {
      if (loop != null) {
        loop.stop();
      }
    }
    collecting = null;
    sending = null;
  }

  private long collectThenSleep() {
    stepCollector.collectDue();
    return Math.min(LONGEST_SLEEP_MILLIS, stepCollector.millisToNextCollection());
  }

  private long sendThenSleep() {
    queue.pump();
    return Math.min(LONGEST_SLEEP_MILLIS, queue.waitNanos() / 1_000_000 + 1);
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
    stepCollector.collectDue();
    queue.pump();
  }

  /**
   * Collects the open step, sends until the close timeout, and leaves the rest in the journal.
   *
   * @param send false to forget everything instead
   */
  public void close(boolean send) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    stop();
    if (send) {
      stepCollector.collectAll(sampleGaugesOnClose);
      queue.hurry();
      sendUntil(System.nanoTime() + closeTimeout.toNanos());
    }
    queue.abandon();
    if (journal != null) {
      journal.close();
    }
    if (queue.pending() > 0) {
      LOG.warn("Closed with {} data unsent; they wait in the journal.", queue.pending());
    }
  }

  private void sendUntil(long deadline) {
    while (queue.pending() > 0) {
      queue.pump();
      long left = (deadline - System.nanoTime()) / 1_000_000;
      boolean nothingMoves = queue.failing() && queue.underWay() == 0 && journal != null;
      if (left <= 0 || nothingMoves) {
        return;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(Math.min(left, CLOSING_PAUSE_MILLIS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
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
