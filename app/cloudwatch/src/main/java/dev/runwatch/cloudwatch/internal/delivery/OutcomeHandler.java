/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import dev.runwatch.cloudwatch.internal.recording.StepTime;
import dev.runwatch.cloudwatch.internal.series.Datum;
import dev.runwatch.cloudwatch.internal.series.DropReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows from the outcome of an attempt, as {@link DeliveryQueue} describes it, and
 * keeps what was learned from outcomes. Guarded by its {@link DeliveryQueue}.
 */
final class OutcomeHandler {

  private static final Logger LOG = LoggerFactory.getLogger(OutcomeHandler.class);

  /** How often sums are sent at most when no attempt has a certain outcome. */
  static final int MOST_SENDS = 3;

  private static final Duration PACE = Duration.ofSeconds(1);
  private static final Duration LONGEST_FRESH_PAUSE = Duration.ofSeconds(15);

  final Lane fresh;
  final Lane backlog;
  final Lane probes;
  final RequestLimit limit;
  final Quarantine quarantine = new Quarantine();
  private final DeliveryQueue.Settings settings;
  private final StepTime time;
  private final PendingData pending;
  private final DeliveryCounters counters;
  private final OutageLog outageLog;
  private final Deque<Bisection> bisections = new ArrayDeque<>();
  // The last request ended ambiguously, and nothing was accepted since.
  private boolean suspicious;
  // All of a request was rejected, and nothing was accepted since.
  private boolean blind;
  private boolean unreachable;

  OutcomeHandler(
      DeliveryQueue.Settings settings,
      StepTime time,
      PendingData pending,
      DeliveryCounters counters,
      RandomGenerator random) {
    this.settings = settings;
    this.time = time;
    this.pending = pending;
    this.counters = counters;
    this.limit = new RequestLimit(pending.mostBytes());
    Duration step = Duration.ofMillis(time.lengthMillis());
    Duration first = least(Duration.ofSeconds(1), step.dividedBy(4));
    Duration longest = least(Duration.ofMinutes(1), step.multipliedBy(5));
    int most = settings.maxConcurrency();
    this.fresh = new Lane(first, least(LONGEST_FRESH_PAUSE, longest), Duration.ZERO, most, random);
    this.backlog = new Lane(first, longest, PACE, 1, random);
    this.probes = new Lane(first, longest, Duration.ZERO, 1, random);
    this.outageLog = new OutageLog(step);
  }

  private static Duration least(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** Whether only data that may be accepted twice should be sent, as long as there are any. */
  boolean suspicious() {
    return suspicious;
  }

  /** An earlier process left data of unknown fate. */
  void suspect() {
    suspicious = true;
  }

  boolean unreachable() {
    return unreachable;
  }

  /** The bisection under way, if any. */
  @Nullable Bisection bisection() {
    return bisections.peek();
  }

  boolean mayBeSentAgain(Batch batch) {
    return batch.harmless
        || (settings.resendAmbiguous() ? batch.ambiguous < MOST_SENDS : batch.ambiguous == 0);
  }

  /** Handles the end of an attempt; a null failure means that it was accepted. */
  void ended(Attempt attempt, @Nullable Throwable failure) {
    attempt.lane().ended();
    if (attempt.batches().stream().noneMatch(pending::holds)) {
      return; // abandoned meanwhile
    }
    AttemptOutcome outcome =
        failure == null ? AttemptOutcome.ACCEPTED : FailureClassifier.of(failure);
    if (outcome != AttemptOutcome.TIMED_OUT) {
      attempt.batches().forEach(batch -> batch.timeOuts = 0);
    }
    Bisection bisection = attempt.bisection();
    switch (outcome) {
      case ACCEPTED -> accepted(attempt);
      case REJECTED -> rejected(attempt, failure);
      case TOO_LARGE -> tooLarge(attempt, failure);
      case RETRYABLE -> retry(attempt, failure);
      case AMBIGUOUS, TIMED_OUT -> ambiguous(attempt, failure, outcome);
    }
    if (bisection != null) {
      finish(bisection, failure);
    }
  }

  private void accepted(Attempt attempt) {
    long now = time.monotonicNanos();
    if (!quarantine.isEmpty()) {
      attempt.data().forEach(datum -> quarantine.accepted(datum.key()));
    }
    attempt.batches().forEach(pending::accepted);
    if (attempt.bisection() != null) {
      attempt.bisection().accepted();
    }
    limit.accepted(attempt.bytes());
    suspicious = suspicious && !attempt.harmless() && anyHarmlessWaits();
    blind = false;
    unreachable = false;
    fresh.succeeded(now);
    probes.succeeded(now);
    backlog.succeeded(now);
    if (outageLog.end()) {
      LOG.info("CloudWatch accepts data again; {} wait.", counters.entries().pending());
    }
  }

  private boolean anyHarmlessWaits() {
    return pending.waiting().any(batch -> batch.harmless);
  }

  private void retry(Attempt attempt, @Nullable Throwable failure) {
    requeue(attempt);
    failing(attempt, failure);
  }

  private void requeue(Attempt attempt) {
    attempt.batches().forEach(pending::requeue);
    if (attempt.bisection() != null) {
      attempt.bisection().undecided();
    }
  }

  private void tooLarge(Attempt attempt, @Nullable Throwable failure) {
    if (attempt.size() == 1) {
      // No datum is larger than what CloudWatch takes: something before it refused.
      retry(attempt, failure);
    } else {
      limit.tooLarge(attempt.bytes());
      requeue(attempt);
    }
  }

  private void ambiguous(Attempt attempt, @Nullable Throwable failure, AttemptOutcome outcome) {
    boolean slow = false;
    for (Batch batch : attempt.batches()) {
      batch.ambiguous++;
      if (outcome == AttemptOutcome.TIMED_OUT && ++batch.timeOuts == 2) {
        batch.timeOuts = 0;
        slow = true;
      }
      if (mayBeSentAgain(batch)) {
        pending.requeue(batch);
      } else {
        pending.drop(batch, DropReason.AMBIGUOUS);
      }
    }
    if (attempt.bisection() != null) {
      attempt.bisection().undecided();
    }
    if (slow) {
      limit.tooLarge(attempt.bytes());
    }
    suspicious = true;
    failing(attempt, failure);
  }

  private void rejected(Attempt attempt, @Nullable Throwable failure) {
    Bisection bisection = attempt.bisection();
    if (bisection == null) {
      if (attempt.size() == 1 || blind) {
        // Nothing else of the request can show that the content is the reason.
        retry(attempt, failure);
        return;
      }
      bisection = new Bisection(attempt.size());
      bisections.add(bisection);
    } else {
      bisection.rejected();
    }
    attempt.batches().forEach(pending::notUnderWay);
    if (attempt.size() == 1) {
      bisection.suspect(attempt.batches().get(0));
    } else {
      halve(attempt, bisection);
    }
  }

  private void halve(Attempt attempt, Bisection bisection) {
    List<Batch> first = new ArrayList<>();
    List<Batch> second = new ArrayList<>();
    int room = attempt.size() / 2;
    for (Batch batch : attempt.batches()) {
      if (batch.size <= room) {
        first.add(batch);
      } else if (room > 0) {
        List<Batch> parts = pending.split(batch, room);
        first.add(parts.get(0));
        second.add(parts.get(1));
      } else {
        second.add(batch);
      }
      room = Math.max(0, room - batch.size);
    }
    bisection.add(first, second);
  }

  private void finish(Bisection bisection, @Nullable Throwable failure) {
    if (bisection.isBlind()) {
      bisection.all().forEach(pending::requeue);
    } else if (bisection.isFinished()) {
      for (Batch batch : bisection.invalid()) {
        List<Datum> data = batch.data == null ? List.of() : batch.data;
        data.forEach(datum -> quarantine.rejected(datum.key(), time.monotonicNanos()));
        LOG.warn(
            "CloudWatch rejects {}; it is dropped: {}", data, FailureClassifier.message(failure));
        pending.drop(batch, DropReason.REJECTED);
      }
      bisection.left().forEach(pending::requeue);
    } else {
      return;
    }
    bisections.remove(bisection);
    if (!bisection.anyAccepted()) {
      blind = true;
      failing(probes, time.monotonicNanos(), failure);
      failing(backlog, time.monotonicNanos(), failure);
      failing(fresh, time.monotonicNanos(), failure);
    }
  }

  private void failing(Attempt attempt, @Nullable Throwable failure) {
    failing(attempt.lane(), attempt.startedNanos(), failure);
  }

  private void failing(Lane lane, long startedNanos, @Nullable Throwable failure) {
    long now = time.monotonicNanos();
    lane.failed(startedNanos, now);
    pending.waiting().release();
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
}
