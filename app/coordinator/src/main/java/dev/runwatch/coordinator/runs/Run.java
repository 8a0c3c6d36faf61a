/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run as the store has it. Each method that changes it gives the changed run and checks that the
 * change is legal; what is stored is decided by the store.
 *
 * @param sequence its place in the order of creation
 * @param excluded runners that returned it
 * @param error why it failed, or null
 */
public record Run(
    long sequence,
    RunId id,
    RunSpec spec,
    RunStatus status,
    HandOut handOut,
    Set<RunnerId> excluded,
    @Nullable String error,
    RunTimes times) {

  public Run {
    excluded = Set.copyOf(excluded);
  }

  /** The runner that has or had it, or null. */
  public @Nullable RunnerId runner() {
    return handOut.runner();
  }

  /** The process of the runner that has or had it, or null. */
  public @Nullable String instance() {
    return handOut.instance();
  }

  /** The number of hand-outs so far. */
  public int attempt() {
    return handOut.attempt();
  }

  /** The number of hand-outs that were started. */
  public int executions() {
    return handOut.executions();
  }

  /** When it was created. */
  public Instant createdAt() {
    return times.created();
  }

  /** When it was handed out last, or null. */
  public @Nullable Instant claimedAt() {
    return times.claimed();
  }

  /** When it was started last, or null. */
  public @Nullable Instant startedAt() {
    return times.started();
  }

  /** When it ended, or null. */
  public @Nullable Instant completedAt() {
    return times.completed();
  }

  /** The queue that it waits in. */
  public MatchKey matchKey() {
    return new MatchKey(spec.executor(), spec.demands(), excluded);
  }

  /** Handed to a runner. */
  public Run claimedBy(Runner runner, Instant at) {
    return in(
        RunStatus.CLAIMED, handOut.to(runner), null, new RunTimes(times.created(), at, null, null));
  }

  /** Started by its runner. */
  public Run started(Instant at) {
    return in(
        RunStatus.RUNNING,
        handOut.started(),
        null,
        new RunTimes(times.created(), times.claimed(), at, null));
  }

  /** Asked to stop. */
  public Run stopping() {
    return in(RunStatus.STOPPING, handOut, null, times);
  }

  /** Ended. */
  public Run ended(RunStatus end, @Nullable String why, Instant at) {
    return in(
        end, handOut, why, new RunTimes(times.created(), times.claimed(), times.started(), at));
  }

  /** Waiting again. */
  public Run pendingAgain() {
    return in(RunStatus.PENDING, handOut.ended(), null, RunTimes.of(times.created()));
  }

  /** Waiting again because nothing was begun: the hand-out does not count. */
  public Run undelivered() {
    HandOut back = status == RunStatus.RUNNING ? handOut.notExecuted() : handOut.returned();
    return in(RunStatus.PENDING, back, null, RunTimes.of(times.created()));
  }

  /** Waiting again for another runner than the one that has it. */
  public Run returned() {
    RunnerId from = handOut.runner();
    Run pending = undelivered();
    return from == null
        ? pending
        : new Run(
            sequence,
            id,
            spec,
            pending.status,
            pending.handOut,
            matchKey().without(from).excluded(),
            null,
            pending.times);
  }

  private Run in(RunStatus target, HandOut to, @Nullable String why, RunTimes when) {
    if (!status.mayBecome(target)) {
      throw new IllegalArgumentException(status + " never becomes " + target);
    }
    return new Run(sequence, id, spec, target, to, excluded, why, when);
  }
}
