/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides what a poll is answered, and remembers what was told. Safe for use by many threads. */
final class HandOuts {

  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Duration redeliverAfter;
  private final Map<RunId, Long> stopsTold = new ConcurrentHashMap<>();
  private final ChangeClock<RunId, Integer> handedOut;

  HandOuts(InstantSource clock, LongSupplier nanos, Duration redeliverAfter) {
    this.clock = clock;
    this.nanos = nanos;
    this.redeliverAfter = redeliverAfter;
    this.handedOut = new ChangeClock<>(nanos);
  }

  /** Takes note of a committed change. */
  void changed(Run run) {
    if (run.status() == RunStatus.CLAIMED) {
      handedOut.age(run.id(), run.attempt());
    } else if (run.status() != RunStatus.RUNNING) {
      stopsTold.remove(run.id());
      handedOut.forget(run.id());
    }
  }

  /** Takes back that a runner was told to stop these. */
  void notTold(List<RunId> stops) {
    stops.forEach(stopsTold::remove);
  }

  /**
   * What a runner that polls is told: runs to stop, a run whose hand-out seems lost, or the oldest
   * run that it may execute, which it then has.
   *
   * @param takesRuns whether it can be given a run
   * @return empty when there is nothing to say
   */
  Optional<PollResult> next(Transaction transaction, Runner asked, boolean takesRuns) {
    Runner runner = transaction.runners().find(asked.id()).orElse(null);
    if (runner == null) {
      // It was lost while its poll waited, not deleted: its next poll is refused, and it registers.
      return Optional.of(new PollResult.Nothing());
    }
    if (runner.deregistered()) {
      return Optional.of(new PollResult.Deregistered());
    }
    if (!isSame(asked.instanceId(), runner.instanceId())) {
      return Optional.of(new PollResult.Nothing());
    }
    List<Run> held = transaction.heldBy(runner.id());
    List<RunId> stops = held.stream().filter(this::stopDue).map(Run::id).toList();
    if (!stops.isEmpty()) {
      stops.forEach(id -> stopsTold.put(id, nanos.getAsLong()));
      return Optional.of(new PollResult.Stop(stops));
    }
    if (!takesRuns) {
      return Optional.empty();
    }
    Optional<Run> again = held.stream().filter(this::seemsLost).findFirst();
    if (again.isPresent()) {
      handedOut.forget(again.get().id());
      handedOut.age(again.get().id(), again.get().attempt());
      return Optional.of(new PollResult.Execute(transaction.details(again.get())));
    }
    Instant now = clock.instant();
    return transaction
        .oldestFor(runner)
        .flatMap(run -> transaction.change(run, run.claimedBy(runner, now), now))
        .map(run -> new PollResult.Execute(transaction.details(run)));
  }

  private static boolean isSame(@Nullable String asked, @Nullable String registered) {
    return asked == null || registered == null || asked.equals(registered);
  }

  /** Whether a runner that waits has something of its own to be told. */
  boolean due(Run run) {
    return stopDue(run) || seemsLost(run);
  }

  private boolean stopDue(Run run) {
    Long told = stopsTold.get(run.id());
    return run.status() == RunStatus.STOPPING
        && (told == null || nanos.getAsLong() - told >= redeliverAfter.toNanos());
  }

  private boolean seemsLost(Run run) {
    return run.status() == RunStatus.CLAIMED
        && handedOut.age(run.id(), run.attempt()).compareTo(redeliverAfter) >= 0;
  }

  /** Forgets what was told of runs that no runner has any more. */
  void retain(List<Run> held) {
    Set<RunId> ids = held.stream().map(Run::id).collect(Collectors.toSet());
    stopsTold.keySet().retainAll(ids);
    handedOut.retain(ids);
  }
}
