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
 * Brings sealed data to CloudWatch, the newest step first, and knows of each datum what became of
 * it.
 *
 * <pre>
 *   an attempt ends     the parcel                                          the way
 *   ACCEPTED            is done                                             is free
 *   REFUSED             waits                                               backs off
 *   INVALID, several    becomes two halves                                  is free
 *   INVALID, one        is dropped: rejected                                is free
 *   UNKNOWN             waits, perhaps taken; by the other policy           backs off
 *                       its sums are dropped: ambiguous, the rest waits
 * </pre>
 *
 * Thread-safe. Its own lock is never held while a request is made or a file is touched.
 */
public final class DeliveryQueue {

  private static final Logger log = LoggerFactory.getLogger(DeliveryQueue.class);

  /**
   * How to go about it.
   *
   * @param maxAge after which data are given up
   * @param memoryMaxBytes of data that are in no journal
   * @param maxConcurrency requests at once
   * @param resendAmbiguous whether to send sums again that CloudWatch may have accepted
   */
  public record Settings(
      Duration maxAge, long memoryMaxBytes, int maxConcurrency, boolean resendAmbiguous) {}

  private final Settings settings;
  private final StepTime time;
  private final BatchPacker packer;
  private final Sender sender;
  private final DeliveryCounters ledger;
  private final @Nullable Journal journal;
  private final Backoff backoff;

  private final TreeSet<Batch> waiting = new TreeSet<>(Batch.NEWEST_FIRST);
  private final Set<Batch> underWay = new HashSet<>();
  private long parcels;
  private long memoryBytes;
  private final OutageLog complaint;
  private Runnable onChange = () -> {};

  public DeliveryQueue(
      Settings settings,
      StepTime time,
      BatchPacker packer,
      Sender sender,
      DeliveryCounters ledger,
      @Nullable Journal journal,
      RandomGenerator random) {
    this.settings = settings;
    this.time = time;
    this.packer = packer;
    this.sender = sender;
    this.ledger = ledger;
    this.journal = journal;
    long step = time.lengthMillis();
    this.complaint = new OutageLog(Duration.ofMillis(step));
    this.backoff =
        new Backoff(
            Duration.ofMillis(Math.min(1000, Math.max(1, step / 4))),
            Duration.ofMillis(Math.min(60_000, 5 * step)),
            random);
  }

  /** Whom to tell when there may be something to do. */
  public synchronized void onChange(Runnable listener) {
    onChange = listener;
  }

  /** Takes over what an earlier process left in the journal. */
  public void adopt(List<Journal.Found> found) {
    for (Journal.Found f : found) {
      ledger.recorded(f.slip().size());
      synchronized (this) {
        Batch parcel =
            parcel(f.stepMillis(), f.slip().size(), 0, time.monotonicNanos(), f.slip(), null);
        parcel.perhapsTaken = f.attempted();
        waiting.add(parcel);
      }
    }
  }

  /**
   * Takes over the data of one step. When this returns they are in the journal, if there is one.
   *
   * @param delay how long to put off sending
   */
  public void offer(List<Datum> data, Duration delay) {
    long due = time.monotonicNanos() + delay.toNanos();
    ledger.recorded(data.size());
    for (List<Datum> part : packer.pack(data)) {
      RecordRange slip = journal == null ? null : journal.write(part).orElse(null);
      enqueue(part, slip, due);
    }
    evict();
    notifyChange();
  }

  private synchronized void enqueue(List<Datum> data, @Nullable RecordRange slip, long due) {
    long step = data.get(0).step().toEpochMilli();
    Batch parcel = parcel(step, data.size(), packer.bytes(data), due, slip, data);
    if (backoff.failing()) {
      parcel.release();
    }
    memoryBytes += parcel.bytesInMemoryOnly();
    waiting.add(parcel);
    while (memoryBytes > settings.memoryMaxBytes() && dropOldestInMemory()) {}
  }

  private boolean dropOldestInMemory() {
    for (Batch parcel : waiting.descendingSet()) {
      if (parcel.slip == null && waiting.size() > 1) {
        drop(parcel, DropReason.OVERFLOW);
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
      for (Batch parcel : List.copyOf(waiting)) {
        if (parcel.slip != null && gone.contains(parcel.slip.segment())) {
          drop(parcel, DropReason.OVERFLOW);
        }
      }
    }
  }

  private Batch parcel(
      long step,
      int size,
      long bytes,
      long due,
      @Nullable RecordRange slip,
      @Nullable List<Datum> data) {
    return new Batch(parcels++, step, size, bytes, due, slip, data);
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
    for (Batch parcel : waiting) {
      if (parcel.dueNanos <= now) {
        waiting.remove(parcel);
        underWay.add(parcel);
        if (parcel.perhapsTaken) {
          parcel.perhapsTaken = false;
          ledger.sentAgain(parcel.size);
        }
        return Optional.of(parcel);
      }
    }
    return Optional.empty();
  }

  private void attempt(Batch parcel) {
    Optional<List<Datum>> data = content(parcel);
    if (data.isEmpty()) {
      synchronized (this) {
        underWay.remove(parcel);
        ledger.dropped(DropReason.DAMAGED, parcel.size);
      }
      done(parcel);
      return;
    }
    if (journal != null && parcel.slip != null) {
      journal.attempted(parcel.slip);
    }
    var unused =
        sender
            .send(data.get())
            .whenComplete((response, failure) -> endedSafely(parcel, data.get(), failure));
  }

  // What a future's listener throws, nobody hears.
  private void endedSafely(Batch parcel, List<Datum> data, @Nullable Throwable failure) {
    try {
      ended(parcel, data, failure);
    } catch (RuntimeException e) {
      log.error("The end of an attempt could not be recorded.", e);
    }
  }

  private Optional<List<Datum>> content(Batch parcel) {
    List<Datum> data = parcel.data;
    if (data != null) {
      return Optional.of(data);
    }
    return journal == null || parcel.slip == null ? Optional.empty() : journal.read(parcel.slip);
  }

  private void ended(Batch parcel, List<Datum> data, @Nullable Throwable failure) {
    AttemptOutcome ending =
        failure == null ? AttemptOutcome.ACCEPTED : FailureClassifier.of(failure);
    switch (ending) {
      case ACCEPTED -> accepted(parcel);
      case REFUSED -> refused(parcel, failure);
      case INVALID -> invalid(parcel, data, failure);
      case UNKNOWN -> unknown(parcel, data, failure);
    }
    notifyChange();
  }

  private void accepted(Batch parcel) {
    done(parcel);
    synchronized (this) {
      backoff.succeeded();
      if (!underWay.remove(parcel)) {
        return; // abandoned meanwhile
      }
      double lag = (time.wallMillis() - parcel.stepMillis - time.lengthMillis()) / 1000.0;
      ledger.accepted(parcel.size, parcel.stepMillis, lag, time.monotonicNanos());
      if (complaint.end()) {
        log.info("CloudWatch accepts data again; {} wait.", ledger.entries().pending());
      }
    }
  }

  private void refused(Batch parcel, @Nullable Throwable failure) {
    if (journal != null && parcel.slip != null) {
      journal.refused(parcel.slip);
    }
    synchronized (this) {
      again(parcel);
      failing(failure);
    }
  }

  private void unknown(Batch parcel, List<Datum> data, @Nullable Throwable failure) {
    synchronized (this) {
      failing(failure);
      if (settings.resendAmbiguous()) {
        parcel.perhapsTaken = true;
        again(parcel);
        return;
      }
    }
    dropSums(parcel, data);
  }

  private void dropSums(Batch parcel, List<Datum> data) {
    List<Datum> harmless = data.stream().filter(d -> !d.additive()).toList();
    RecordRange slip =
        journal == null || harmless.isEmpty() ? null : journal.write(harmless).orElse(null);
    done(parcel);
    synchronized (this) {
      if (!underWay.remove(parcel)) {
        return;
      }
      ledger.dropped(DropReason.AMBIGUOUS, parcel.size - harmless.size());
      if (!harmless.isEmpty()) {
        Batch rest =
            parcel(
                parcel.stepMillis,
                harmless.size(),
                packer.bytes(harmless),
                parcel.dueNanos,
                slip,
                harmless);
        rest.perhapsTaken = true;
        memoryBytes += rest.bytesInMemoryOnly();
        waiting.add(rest);
      }
    }
  }

  private void invalid(Batch parcel, List<Datum> data, @Nullable Throwable failure) {
    if (parcel.size == 1) {
      log.warn(
          "CloudWatch refuses {}; it is dropped: {}",
          data.get(0),
          FailureClassifier.message(failure));
      done(parcel);
      synchronized (this) {
        if (underWay.remove(parcel)) {
          ledger.dropped(DropReason.REJECTED, 1);
        }
      }
      return;
    }
    int middle = parcel.size / 2;
    if (journal != null && parcel.slip != null) {}
    synchronized (this) {
      if (!underWay.remove(parcel)) {
        return;
      }
      memoryBytes -= parcel.bytesInMemoryOnly();
      half(parcel, data, 0, middle);
      half(parcel, data, middle, parcel.size);
    }
  }

  private void half(Batch whole, List<Datum> data, int from, int to) {
    List<Datum> part = List.copyOf(data.subList(from, to));
    RecordRange slip = whole.slip == null ? null : whole.slip.part(from, to);
    Batch half =
        parcel(whole.stepMillis, to - from, packer.bytes(part), whole.dueNanos, slip, part);
    memoryBytes += half.bytesInMemoryOnly();
    waiting.add(half);
  }

  private void again(Batch parcel) {
    if (underWay.remove(parcel)) {
      waiting.add(parcel);
      waiting.forEach(Batch::release);
    }
  }

  private void failing(@Nullable Throwable failure) {
    long now = time.monotonicNanos();
    backoff.failed(now);
    if (complaint.due(now)) {
      DeliveryCounters.Entries entries = ledger.entries();
      log.warn(
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

  private void drop(Batch parcel, DropReason reason) {
    waiting.remove(parcel);
    memoryBytes -= parcel.bytesInMemoryOnly();
    ledger.dropped(reason, parcel.size);
  }

  private void done(Batch parcel) {
    synchronized (this) {
      if (underWay.contains(parcel)) {
        memoryBytes -= parcel.bytesInMemoryOnly();
      }
    }
    if (journal != null && parcel.slip != null) {
      journal.done(parcel.slip);
    }
  }

  /** Nanoseconds until an attempt may start; {@link Long#MAX_VALUE} when nothing waits for time. */
  public synchronized long waitNanos() {
    if (waiting.isEmpty() || underWay.size() >= settings.maxConcurrency()) {
      return Long.MAX_VALUE;
    }
    long now = time.monotonicNanos();
    long due = Long.MAX_VALUE;
    for (Batch parcel : waiting) {
      due = Math.min(due, Math.max(0, parcel.dueNanos - now));
      if (due == 0) {
        break;
      }
    }
    return Math.max(due, backoff.waitNanos(now));
  }

  /** How many data wait or are under way, counted afresh. */
  public synchronized long pending() {
    return waiting.stream().mapToLong(p -> p.size).sum()
        + underWay.stream().mapToLong(p -> p.size).sum();
  }

  /** How many requests are under way. */
  public synchronized int underWay() {
    return underWay.size();
  }

  /** Whether the last attempt failed. */
  public synchronized boolean failing() {
    return backoff.failing();
  }

  /** Gives up what is in no journal. */
  public synchronized void abandon() {
    for (Batch parcel : List.copyOf(waiting)) {
      if (parcel.slip == null) {
        drop(parcel, DropReason.CLOSED);
      }
    }
    for (Batch parcel : List.copyOf(underWay)) {
      if (parcel.slip == null) {
        underWay.remove(parcel);
        ledger.dropped(DropReason.CLOSED, parcel.size);
      }
    }
  }

  /** Sends without delay what is put off. */
  public synchronized void hurry() {
    backoff.succeeded();
    long now = time.monotonicNanos();
    waiting.forEach(parcel -> parcel.dueNanos = now);
  }

  private void notifyChange() {
    Runnable listener;
    synchronized (this) {
      listener = onChange;
    }
    listener.run();
  }
}
