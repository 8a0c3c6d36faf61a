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
 * Seals each step at its end and has it delivered, with two threads: one that keeps the time and
 * seals, one that sends, so that a slow way never makes a seal late. Thread-safe.
 */
public final class Publisher {

  private static final Logger log = LoggerFactory.getLogger(Publisher.class);
  // How long a clock that was set, or an injected one, goes unnoticed.
  private static final long LONGEST_SLEEP_MILLIS = 250;
  private static final long CLOSING_PAUSE_MILLIS = 10;

  private final StepTime time;
  private final DeliveryQueue courier;
  private final DeliveryCounters ledger;
  private final @Nullable Journal journal;
  private final MetricSetBudget budget;
  private final StepCollector sealer;
  private final Duration closeTimeout;
  private final boolean sampleGaugesOnClose;
  private @Nullable Loop sealing;
  private volatile @Nullable Loop sending;
  private boolean closed;

  /**
   * @param jitter by how much this publisher puts off sending each step
   * @param closeTimeout how long {@link #close} may take
   */
  public Publisher(
      StepTime time,
      DeliveryQueue courier,
      DeliveryCounters ledger,
      @Nullable Journal journal,
      MetricSetBudget budget,
      Duration jitter,
      Duration closeTimeout,
      boolean sampleGaugesOnClose) {
    this.time = time;
    this.courier = courier;
    this.ledger = ledger;
    this.journal = journal;
    this.budget = budget;
    this.closeTimeout = closeTimeout;
    this.sampleGaugesOnClose = sampleGaugesOnClose;
    this.sealer =
        new StepCollector(
            time,
            budget,
            (reason, key) -> ledger.refused(reason),
            data -> courier.offer(data, jitter));
    courier.onChange(this::wakeSender);
  }

  public void add(Collector source) {
    sealer.add(source);
  }

  public void retire(Collector source) {
    sealer.retire(source);
  }

  /** A sample that cannot be published was recorded. */
  public void refused(DropReason reason) {
    ledger.refused(reason);
  }

  /** Starts the threads, or starts them anew. */
  public synchronized void start(ThreadFactory threads) {
    stop();
    if (closed) {
      return;
    }
    Loop seals = new Loop(threads, "runwatch-cloudwatch-sealer", this::sealThenSleep);
    Loop sends = new Loop(threads, "runwatch-cloudwatch-sender", this::sendThenSleep);
    sealing = seals;
    sending = sends;
    time.kept(true);
    seals.start();
    sends.start();
  }

  /** Stops the threads. What was recorded stays recorded. */
  public synchronized void stop() {
    time.kept(false);
    for (Loop loop : new @Nullable Loop[] {sealing, sending}) {
      if (loop != null) {
        loop.stop();
      }
    }
    sealing = null;
    sending = null;
  }

  private long sealThenSleep() {
    sealer.sealDue();
    return Math.min(LONGEST_SLEEP_MILLIS, sealer.millisToNextSeal());
  }

  private long sendThenSleep() {
    courier.pump();
    return Math.min(LONGEST_SLEEP_MILLIS, courier.waitNanos() / 1_000_000 + 1);
  }

  private void wakeSender() {
    Loop loop = sending;
    if (loop != null) {
      loop.wake();
    }
  }

  /** Seals what is due and starts what may be sent, in the calling thread. */
  public void publish() {
    synchronized (this) {
      if (closed) {
        return;
      }
    }
    sealer.sealDue();
    courier.pump();
  }

  /**
   * Seals the open step, sends what it can within its time, and leaves the rest to the journal.
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
      sealer.sealAll(sampleGaugesOnClose);
      courier.hurry();
      sendUntil(System.nanoTime() + closeTimeout.toNanos());
    }
    courier.abandon();
    if (journal != null) {
      journal.close();
    }
    if (courier.pending() > 0) {
      log.warn("Closed with {} data unsent; they wait in the journal.", courier.pending());
    }
  }

  private void sendUntil(long deadline) {
    while (courier.pending() > 0) {
      courier.pump();
      long left = (deadline - System.nanoTime()) / 1_000_000;
      boolean nothingMoves = courier.failing() && courier.underWay() == 0 && journal != null;
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
    return ledger.entries();
  }

  /** Data waiting and under way, counted afresh. */
  public long pending() {
    return courier.pending();
  }

  /** Requests under way. */
  public int underWay() {
    return courier.underWay();
  }

  public int metricSets() {
    return budget.used();
  }

  public double distributionError() {
    return sealer.error();
  }

  public long journalFailures() {
    return journal == null ? 0 : journal.failures();
  }

  public Optional<Path> journalDirectory() {
    return Optional.ofNullable(journal).map(Journal::directory);
  }

  public Duration sinceLastSuccess() {
    return Duration.ofNanos(
        Math.max(0, time.monotonicNanos() - ledger.entries().lastSuccessNanos()));
  }
}
