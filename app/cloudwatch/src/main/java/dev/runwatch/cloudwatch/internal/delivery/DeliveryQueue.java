/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import dev.runwatch.cloudwatch.internal.journal.Journal;
import dev.runwatch.cloudwatch.internal.journal.RecordRange;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import dev.runwatch.cloudwatch.internal.series.Datum;
import dev.runwatch.cloudwatch.internal.series.DropReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends collected data to CloudWatch, the newest step first, and tracks the outcome of every datum.
 *
 * <pre>
 *   an attempt ends     the batch                                          the next attempt
 *   ACCEPTED            is done                                             starts at once
 *   RETRYABLE           waits                                               waits for the back-off
 *   REJECTED, several    becomes two halves                                  starts at once
 *   REJECTED, one        is dropped: rejected                                starts at once
 *   AMBIGUOUS           waits, perhaps accepted; with DROP its sums         waits for the back-off
 *                       are dropped: ambiguous, the rest waits
 * </pre>
 *
 * Thread-safe. Its own lock is never held while a request is made or a file is touched.
 */
public final class DeliveryQueue {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryQueue.class);

  /**
   * Limits and policies of a delivery queue.
   *
   * @param maxAge age at which data are dropped
   * @param memoryMaxBytes bytes of data outside the journal
   * @param maxConcurrency concurrent requests
   * @param resendAmbiguous whether sums that CloudWatch may have accepted are sent again
   */
  public record Settings(
      Duration maxAge, long memoryMaxBytes, int maxConcurrency, boolean resendAmbiguous) {}

  private final Settings settings;
  private final StepTime time;
  private final BatchPacker packer;
  private final Sender sender;
  private final DeliveryCounters counters;
  private final @Nullable Journal journal;
  private final Backoff backoff;

  private final TreeSet<Batch> waiting = new TreeSet<>(Batch.NEWEST_FIRST);
  private final Set<Batch> underWay = new HashSet<>();
  private long nextNumber;
  private long memoryBytes;
  private final OutageLog outageLog;
  private boolean unreachable;
  private Runnable onChange = () -> {};

  public DeliveryQueue(
      Settings settings,
      StepTime time,
      BatchPacker packer,
      Sender sender,
      DeliveryCounters counters,
      @Nullable Journal journal,
      RandomGenerator random) {
    this.settings = settings;
    this.time = time;
    this.packer = packer;
    this.sender = sender;
    this.counters = counters;
    this.journal = journal;
    long step = time.lengthMillis();
    this.outageLog = new OutageLog(Duration.ofMillis(step));
    this.backoff =
        new Backoff(
            Duration.ofMillis(Math.min(1000, Math.max(1, step / 4))),
            Duration.ofMillis(Math.min(60_000, 5 * step)),
            random);
  }

  /** Registers a listener that runs when an attempt may be able to start. */
  public synchronized void onChange(Runnable listener) {
    onChange = listener;
  }

  /** Queues the data that an earlier process left in the journal. */
  public void adopt(List<Journal.Found> found) {
    for (Journal.Found f : found) {
      counters.recorded(f.range().size());
      synchronized (this) {
        Batch batch =
            batch(f.stepMillis(), f.range().size(), 0, time.monotonicNanos(), f.range(), null);
        batch.perhapsTaken = f.attempted();
        waiting.add(batch);
      }
    }
  }

  /**
   * Queues the data of one step. They are in the journal when this method returns, if there is one.
   *
   * @param delay how long to delay sending
   */
  public void offer(List<Datum> data, Duration delay) {
    long due = time.monotonicNanos() + delay.toNanos();
    counters.recorded(data.size());
    for (List<Datum> part : packer.pack(data)) {
      RecordRange range = journal == null ? null : journal.write(part).orElse(null);
      enqueue(part, range, due);
    }
    evict();
    notifyChange();
  }

  private synchronized void enqueue(List<Datum> data, @Nullable RecordRange range, long due) {
    long step = data.get(0).step().toEpochMilli();
    Batch batch = batch(step, data.size(), packer.bytes(data), due, range, data);
    if (backoff.failing()) {
      batch.release();
    }
    memoryBytes += batch.bytesInMemoryOnly();
    waiting.add(batch);
    while (memoryBytes > settings.memoryMaxBytes() && dropOldestInMemory()) {}
  }

  private boolean dropOldestInMemory() {
    for (Batch batch : waiting.descendingSet()) {
      if (batch.range == null && waiting.size() > 1) {
        drop(batch, DropReason.OVERFLOW);
        return true;
      }
    }
    return false;
  }

  private void evict() {
    if (journal == null) {
      return;
    }
    Set<Long> gone = journal.shrink();
    if (gone.isEmpty()) {
      return;
    }
    synchronized (this) {
      for (Batch batch : List.copyOf(waiting)) {
        if (batch.range != null && gone.contains(batch.range.segment())) {
          drop(batch, DropReason.OVERFLOW);
        }
      }
    }
  }

  private Batch batch(
      long step,
      int size,
      long bytes,
      long due,
      @Nullable RecordRange range,
      @Nullable List<Datum> data) {
    return new Batch(nextNumber++, step, size, bytes, due, range, data);
  }

  /** Starts every attempt that may start now. */
  public void pump() {
    expire();
    for (Optional<Batch> next = next(); next.isPresent(); next = next()) {
      attempt(next.get());
    }
  }

  private synchronized Optional<Batch> next() {
    long now = time.monotonicNanos();
    if (underWay.size() >= (backoff.failing() ? 1 : settings.maxConcurrency())
        || backoff.waitNanos(now) > 0) {
      return Optional.empty();
    }
    for (Batch batch : waiting) {
      if (batch.dueNanos <= now) {
        waiting.remove(batch);
        underWay.add(batch);
        if (batch.perhapsTaken) {
          batch.perhapsTaken = false;
          counters.sentAgain(batch.size);
        }
        return Optional.of(batch);
      }
    }
    return Optional.empty();
  }

  private void attempt(Batch batch) {
    Optional<List<Datum>> data = content(batch);
    if (data.isEmpty()) {
      synchronized (this) {
        underWay.remove(batch);
        counters.dropped(DropReason.DAMAGED, batch.size);
      }
      done(batch);
      return;
    }
    if (journal != null && batch.range != null) {
      journal.attempted(batch.range);
    }
    var unused =
        sender
            .send(data.get())
            .whenComplete((response, failure) -> endedSafely(batch, data.get(), failure));
  }

  // A future swallows what its listener throws.
  private void endedSafely(Batch batch, List<Datum> data, @Nullable Throwable failure) {
    try {
      ended(batch, data, failure);
    } catch (Throwable e) {
      LOG.error("The end of an attempt could not be recorded.", e);
    }
  }

  private Optional<List<Datum>> content(Batch batch) {
    List<Datum> data = batch.data;
    if (data != null) {
      return Optional.of(data);
    }
    return journal == null || batch.range == null ? Optional.empty() : journal.read(batch.range);
  }

  private void ended(Batch batch, List<Datum> data, @Nullable Throwable failure) {
    AttemptOutcome outcome =
        failure == null ? AttemptOutcome.ACCEPTED : FailureClassifier.of(failure);
    switch (outcome) {
      case ACCEPTED -> accepted(batch);
      case RETRYABLE -> retry(batch, failure);
      case REJECTED -> rejected(batch, data, failure);
      case AMBIGUOUS -> ambiguous(batch, data, failure);
    }
    notifyChange();
  }

  private void accepted(Batch batch) {
    done(batch);
    synchronized (this) {
      backoff.succeeded();
      unreachable = false;
      if (!underWay.remove(batch)) {
        return; // abandoned meanwhile
      }
      double lag = (time.wallMillis() - batch.stepMillis - time.lengthMillis()) / 1000.0;
      counters.accepted(batch.size, batch.stepMillis, lag, time.monotonicNanos());
      if (outageLog.end()) {
        LOG.info("CloudWatch accepts data again; {} wait.", counters.entries().pending());
      }
    }
  }

  private void retry(Batch batch, @Nullable Throwable failure) {
    if (journal != null && batch.range != null) {
      journal.refused(batch.range);
    }
    synchronized (this) {
      again(batch);
      failing(failure);
    }
  }

  private void ambiguous(Batch batch, List<Datum> data, @Nullable Throwable failure) {
    synchronized (this) {
      failing(failure);
      if (settings.resendAmbiguous()) {
        batch.perhapsTaken = true;
        again(batch);
        return;
      }
    }
    dropSums(batch, data);
  }

  private void dropSums(Batch batch, List<Datum> data) {
    List<Datum> harmless = data.stream().filter(d -> !d.additive()).toList();
    RecordRange range =
        journal == null || harmless.isEmpty() ? null : journal.write(harmless).orElse(null);
    done(batch);
    synchronized (this) {
      if (!underWay.remove(batch)) {
        return;
      }
      counters.dropped(DropReason.AMBIGUOUS, batch.size - harmless.size());
      if (!harmless.isEmpty()) {
        Batch rest =
            batch(
                batch.stepMillis,
                harmless.size(),
                packer.bytes(harmless),
                batch.dueNanos,
                range,
                harmless);
        rest.perhapsTaken = true;
        memoryBytes += rest.bytesInMemoryOnly();
        waiting.add(rest);
      }
    }
  }

  private void rejected(Batch batch, List<Datum> data, @Nullable Throwable failure) {
    if (batch.size == 1) {
      LOG.warn(
          "CloudWatch refuses {}; it is dropped: {}",
          data.get(0),
          FailureClassifier.message(failure));
      done(batch);
      synchronized (this) {
        if (underWay.remove(batch)) {
          counters.dropped(DropReason.REJECTED, 1);
        }
      }
      return;
    }
    int middle = batch.size / 2;
    if (journal != null && batch.range != null) {
      journal.refused(batch.range);
    }
    synchronized (this) {
      if (!underWay.remove(batch)) {
        return;
      }
      memoryBytes -= batch.bytesInMemoryOnly();
      half(batch, data, 0, middle);
      half(batch, data, middle, batch.size);
    }
  }

  private void half(Batch whole, List<Datum> data, int from, int to) {
    List<Datum> part = List.copyOf(data.subList(from, to));
    RecordRange range = whole.range == null ? null : whole.range.part(from, to);
    Batch half =
        batch(whole.stepMillis, to - from, packer.bytes(part), whole.dueNanos, range, part);
    memoryBytes += half.bytesInMemoryOnly();
    waiting.add(half);
  }

  private void again(Batch batch) {
    if (underWay.remove(batch)) {
      waiting.add(batch);
      waiting.forEach(Batch::release);
    }
  }

  private void failing(@Nullable Throwable failure) {
    long now = time.monotonicNanos();
    backoff.failed(now);
    unreachable = failure != null && !FailureClassifier.isResponse(failure);
    if (outageLog.due(now)) {
      DeliveryCounters.Entries entries = counters.entries();
      LOG.warn(
          "CloudWatch does not accept data, the last time was {} s ago; {} are kept and sent later. {}",
          Math.max(0, now - entries.lastSuccessNanos()) / 1_000_000_000,
          entries.pending(),
          FailureClassifier.message(failure));
    }
  }

  private void expire() {
    long oldest = time.wallMillis() - settings.maxAge().toMillis();
    List<Batch> expired = new ArrayList<>();
    synchronized (this) {
      while (!waiting.isEmpty() && waiting.last().stepMillis < oldest) {
        expired.add(waiting.last());
        drop(waiting.last(), DropReason.TOO_OLD);
      }
    }
    expired.forEach(this::done);
  }

  private void drop(Batch batch, DropReason reason) {
    waiting.remove(batch);
    memoryBytes -= batch.bytesInMemoryOnly();
    counters.dropped(reason, batch.size);
  }

  private void done(Batch batch) {
    synchronized (this) {
      if (underWay.contains(batch)) {
        memoryBytes -= batch.bytesInMemoryOnly();
      }
    }
    if (journal != null && batch.range != null) {
      journal.done(batch.range);
    }
  }

  /** Nanoseconds until an attempt may start; {@link Long#MAX_VALUE} when nothing waits for time. */
  public synchronized long waitNanos() {
    if (waiting.isEmpty() || underWay.size() >= settings.maxConcurrency()) {
      return Long.MAX_VALUE;
    }
    long now = time.monotonicNanos();
    long due = Long.MAX_VALUE;
    for (Batch batch : waiting) {
      due = Math.min(due, Math.max(0, batch.dueNanos - now));
      if (due == 0) {
        break;
      }
    }
    return Math.max(due, backoff.waitNanos(now));
  }

  /** The number of data waiting and in flight, counted from the queue itself. */
  public synchronized long pending() {
    return waiting.stream().mapToLong(p -> p.size).sum()
        + underWay.stream().mapToLong(p -> p.size).sum();
  }

  /** The number of requests in flight. */
  public synchronized int underWay() {
    return underWay.size();
  }

  /** Whether the last attempt got no response at all. */
  public synchronized boolean unreachable() {
    return unreachable;
  }

  /** Drops all data outside the journal. */
  public synchronized void abandon() {
    for (Batch batch : List.copyOf(waiting)) {
      if (batch.range == null) {
        drop(batch, DropReason.CLOSED);
      }
    }
    for (Batch batch : List.copyOf(underWay)) {
      if (batch.range == null) {
        underWay.remove(batch);
        counters.dropped(DropReason.CLOSED, batch.size);
      }
    }
  }

  /** Makes all waiting data due now. */
  public synchronized void hurry() {
    backoff.succeeded();
    long now = time.monotonicNanos();
    waiting.forEach(batch -> batch.dueNanos = now);
  }

  private void notifyChange() {
    Runnable listener;
    synchronized (this) {
      listener = onChange;
    }
    listener.run();
  }
}
