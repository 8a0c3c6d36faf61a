/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import dev.runwatch.cloudwatch.internal.journal.Journal;
import dev.runwatch.cloudwatch.internal.journal.Origin;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import dev.runwatch.cloudwatch.internal.series.Datum;
import dev.runwatch.cloudwatch.internal.series.DropReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends collected data to CloudWatch, the newest step first, and tracks the outcome of every datum.
 *
 * <pre>
 *   an attempt ends     the data                                           the next attempt
 *   ACCEPTED            are done                                           starts at once
 *   RETRYABLE           wait                                               waits for the back-off
 *   REJECTED            are bisected; a datum is dropped if it is          starts at once
 *                       rejected alone and another part is accepted
 *   TOO_LARGE           are sent in smaller requests                       starts at once
 *   AMBIGUOUS,          wait, possibly accepted; sums are sent             waits for the back-off,
 *   TIMED_OUT           at most three times, or with DROP once             harmless data first
 * </pre>
 *
 * The newest two steps have a lane of their own, so that they do not wait for the back-off or the
 * pace of the outcomes.backlog. Ends of attempts are noted by the SDK's threads and handled by
 * those that call {@link #pump}. Thread-safe.
 */
public final class DeliveryQueue {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryQueue.class);

  /** How far ahead a datum may be. Source: the API reference, MetricDatum, Timestamp. */
  static final Duration MOST_AHEAD = Duration.ofHours(2);

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

  private record End(Attempt attempt, @Nullable Throwable failure) {}

  private final Settings settings;
  private final StepTime time;
  private final Sender sender;
  private final DeliveryCounters counters;
  private final PendingData pending;
  private final OutcomeHandler outcomes;
  private final Set<Attempt> inFlight = new HashSet<>();
  private final Queue<End> ends = new ConcurrentLinkedQueue<>();
  private volatile Runnable onChange = () -> {};

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
    this.sender = sender;
    this.counters = counters;
    this.pending = new PendingData(time, packer, counters, journal, settings.memoryMaxBytes());
    this.outcomes = new OutcomeHandler(settings, time, pending, counters, random);
  }

  /** Registers a listener that runs when an attempt may be able to start. */
  public void onChange(Runnable listener) {
    onChange = listener;
  }

  /** Queues data that an earlier process left in the journal. */
  public synchronized void adopt(Journal.Found found) {
    Batch batch = pending.adopt(found, time.monotonicNanos());
    if (batch.ambiguous > 0) {
      outcomes.suspect();
    }
    if (!outcomes.mayBeSentAgain(batch)) {
      pending.hold(batch);
      pending.drop(batch, DropReason.AMBIGUOUS);
    }
  }

  /**
   * Queues the data of one step. They are in the journal when this method returns, if there is one.
   *
   * @param delay how long to delay sending
   */
  public void offer(List<Datum> data, Duration delay) {
    offer(data, delay, null);
  }

  /**
   * Queues data as {@link #offer(List, Duration)} does.
   *
   * @param origin what the sums among them were counted from, if their source keeps it
   */
  public void offer(List<Datum> data, Duration delay, @Nullable Origin origin) {
    synchronized (this) {
      long now = time.monotonicNanos();
      List<Datum> wanted = new ArrayList<>(data);
      if (!outcomes.quarantine.isEmpty()) {
        wanted.removeIf(datum -> outcomes.quarantine.holds(datum.key(), now) && refuse());
      }
      pending.add(wanted, now + delay.toNanos(), origin);
    }
    onChange.run();
  }

  private boolean refuse() {
    counters.refused(DropReason.REJECTED);
    return true;
  }

  /** Handles the ends of attempts, and starts every attempt that may start now. */
  public void pump() {
    for (Attempt attempt = next(); attempt != null; attempt = next()) {
      Attempt started = attempt;
      var unused =
          sender
              .send(started.data())
              .whenComplete(
                  (response, failure) -> {
                    ends.add(new End(started, failure));
                    onChange.run();
                  });
    }
  }

  private synchronized @Nullable Attempt next() {
    handleEnds();
    pending.expire(time.wallMillis() - settings.maxAge().toMillis());
    long now = time.monotonicNanos();
    if (inFlight.size() >= settings.maxConcurrency()
        || (outcomes.suspicious() && !inFlight.isEmpty())) {
      return null;
    }
    Bisection bisection = outcomes.bisection();
    if (bisection != null && bisection.hasNext() && outcomes.probes.maySend(now)) {
      return started(new Attempt(bisection.next(), outcomes.probes, bisection, now));
    }
    Attempt attempt = next(outcomes.fresh, this::isFresh, now);
    if (attempt != null || pending.waiting().any(b -> isFresh(b) && maySend(b, now))) {
      // The backlog follows once nothing fresh waits for its turn.
      return attempt;
    }
    return next(outcomes.backlog, batch -> !isFresh(batch), now);
  }

  private @Nullable Attempt next(Lane lane, Predicate<Batch> ofLane, long now) {
    if (!lane.maySend(now)) {
      return null;
    }
    Predicate<Batch> due = ofLane.and(batch -> maySend(batch, now));
    Predicate<Batch> wanted = due;
    if (outcomes.suspicious()) {
      // While requests end ambiguously, data that may be accepted twice go first.
      boolean anyHarmless = pending.waiting().any(due.and(batch -> batch.harmless));
      wanted =
          due.and(
              batch ->
                  anyHarmless ? batch.harmless : batch.ambiguous < OutcomeHandler.MOST_SENDS - 1);
    }
    List<Batch> batches = pending.take(wanted, outcomes.limit.bytes());
    return batches.isEmpty() ? null : started(new Attempt(batches, lane, null, now));
  }

  private Attempt started(Attempt attempt) {
    inFlight.add(attempt);
    attempt.lane().sent(attempt.startedNanos());
    attempt.batches().forEach(pending::attempted);
    return attempt;
  }

  private boolean maySend(Batch batch, long now) {
    return batch.dueNanos <= now && batch.stepMillis <= time.wallMillis() + MOST_AHEAD.toMillis();
  }

  private boolean isFresh(Batch batch) {
    // A clock that was ahead has left newer steps than the present one.
    long newest = Math.min(pending.waiting().newestStep(), time.wallMillis() - time.lengthMillis());
    return batch.stepMillis >= newest - time.lengthMillis();
  }

  private synchronized void handleEnds() {
    for (End end = ends.poll(); end != null; end = ends.poll()) {
      try {
        inFlight.remove(end.attempt());
        outcomes.ended(end.attempt(), end.failure());
      } catch (RuntimeException e) {
        LOG.error("The end of an attempt could not be recorded.", e);
      }
    }
  }

  /** Nanoseconds until an attempt may start; {@link Long#MAX_VALUE} when nothing waits for time. */
  public synchronized long waitNanos() {
    long now = time.monotonicNanos();
    long wait = Long.MAX_VALUE;
    if (inFlight.size() < settings.maxConcurrency()) {
      if (outcomes.bisection() != null) {
        wait = outcomes.probes.waitNanos(now);
      }
      wait = Math.min(wait, waitNanos(outcomes.fresh, this::isFresh, now));
      wait = Math.min(wait, waitNanos(outcomes.backlog, batch -> !isFresh(batch), now));
    }
    return wait;
  }

  private long waitNanos(Lane lane, Predicate<Batch> ofLane, long now) {
    long due = pending.waiting().earliestDue(ofLane);
    return due == Long.MAX_VALUE ? due : Math.max(lane.waitNanos(now), Math.max(0, due - now));
  }

  /** The number of data waiting and in flight, counted from the queue itself. */
  public synchronized long pending() {
    handleEnds();
    return pending.size();
  }

  /** The number of requests in flight. */
  public synchronized int underWay() {
    handleEnds();
    return inFlight.size();
  }

  /** Whether the last attempt got no response at all. */
  public synchronized boolean unreachable() {
    return outcomes.unreachable();
  }

  /** Drops all data outside the journal. */
  public synchronized void abandon() {
    handleEnds();
    pending.abandon();
  }

  /** Makes all waiting data due now, without pauses. */
  public synchronized void hurry() {
    long now = time.monotonicNanos();
    outcomes.fresh.hurry(now);
    outcomes.backlog.hurry(now);
    outcomes.probes.hurry(now);
    pending.waiting().all().forEach(batch -> batch.dueNanos = now);
  }
}
