/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunConflictException;
import dev.runwatch.coordinator.runs.RunConflictException.Reason;
import dev.runwatch.coordinator.runs.RunDetails;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.store.IdempotencyKeys.Use;
import dev.runwatch.coordinator.store.SqlStore;
import dev.runwatch.coordinator.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The owner of the life of runs: each change of a run is decided here and stored in one
 * transaction. Counters, event streams and polls learn of it from the committed transitions. Safe
 * for use by many threads.
 */
public final class RunLifecycle {

  /** A run that was handed out so often in a row without a start fails. */
  static final int MOST_UNSTARTED = 3;

  private final SqlStore store;
  private final InstantSource clock;

  public RunLifecycle(SqlStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What {@link #create} did. */
  public record Creation(Run run, boolean created) {}

  /**
   * Accepts a run. The same idempotency key again within 24 hours gives the same run.
   *
   * @throws RunConflictException if the key was used for another request
   */
  public Creation create(NewRun request, @Nullable String key) {
    Instant now = clock.instant();
    if (key == null) {
      return new Creation(store.write(transaction -> transaction.create(request, now)), true);
    }
    String digest = request.digest();
    return store.write(
        transaction -> {
          Optional<Use> use = transaction.keys().find(key, now);
          Optional<Run> earlier = use.flatMap(it -> transaction.find(it.run()));
          if (earlier.isPresent()) {
            if (!use.get().request().isEmpty() && !use.get().request().equals(digest)) {
              throw new RunConflictException(
                  Reason.KEY_REUSED, "was used for another request within 24 hours");
            }
            return new Creation(earlier.get(), false);
          }
          Run run = transaction.create(request, now);
          transaction.keys().put(key, new Use(run.id(), digest), now);
          return new Creation(run, true);
        });
  }

  /**
   * The run of that id.
   *
   * @throws RunConflictException if there is none
   */
  public Run get(RunId id) {
    return store.runs().find(id).orElseThrow(() -> notFound(id));
  }

  /**
   * The run of that id with its parameters and output.
   *
   * @throws RunConflictException if there is none
   */
  public RunDetails details(RunId id) {
    return store.runs().details(id).orElseThrow(() -> notFound(id));
  }

  private static RunConflictException notFound(RunId id) {
    return new RunConflictException(Reason.RUN_NOT_FOUND, "there is no run '" + id + "'");
  }

  /**
   * Asks a run to stop; one that has ended stays as it is.
   *
   * @throws RunConflictException if there is none of that id
   */
  public Run stop(RunId id) {
    Instant now = clock.instant();
    return store.write(
        transaction -> {
          Run run = transaction.find(id).orElseThrow(() -> notFound(id));
          if (run.status().ended() || run.status() == RunStatus.STOPPING) {
            return run;
          }
          return change(
              transaction,
              run,
              run.status() == RunStatus.PENDING
                  ? run.ended(RunStatus.STOPPED, null, now)
                  : run.stopping(),
              now);
        });
  }

  /**
   * Who reports.
   *
   * @param instance the process of the runner, or null if it does not say
   * @param attempt the hand-out that is reported about, or null if it does not say
   */
  public record Reporter(RunnerId runner, @Nullable String instance, @Nullable Integer attempt) {}

  /** A runner's report. */
  public record Report(RunStatus status, @Nullable String error, @Nullable String output) {}

  /**
   * Takes a runner's report. The same report again changes nothing.
   *
   * @throws RunConflictException if the run is unknown, of another hand-out or another runner, or
   *     cannot become that
   */
  public Run report(RunId id, Reporter who, Report report) {
    Instant now = clock.instant();
    return store.write(
        transaction -> {
          Run run = fenced(transaction, id, who);
          RunStatus status = run.status();
          RunStatus target = report.status();
          boolean startedLate = target == RunStatus.RUNNING && status == RunStatus.STOPPING;
          if ((status == target && run.runner() != null) || startedLate) {
            return run;
          }
          if (run.runner() == null || !status.mayBecome(target)) {
            throw illegal(run, target);
          }
          if (target == RunStatus.RUNNING) {
            return change(transaction, run, run.started(now), now);
          }
          Run ended = change(transaction, run, run.ended(target, report.error(), now), now);
          if (report.output() != null) {
            transaction.keepOutput(ended, report.output());
          }
          return ended;
        });
  }

  /**
   * Takes a run back that its runner did not begin.
   *
   * @param draining whether that is because the runner ends; else it could not start the run, and
   *     is not offered it again
   * @throws RunConflictException as {@link #report} does
   */
  public Run returned(RunId id, Reporter who, boolean draining) {
    Instant now = clock.instant();
    return store.write(
        transaction -> {
          Run run = transaction.find(id).orElseThrow(() -> notFound(id));
          if (run.status() == RunStatus.PENDING && run.excluded().contains(who.runner())) {
            return run;
          }
          run = fenced(transaction, id, who);
          return switch (run.status()) {
            case CLAIMED, RUNNING ->
                change(transaction, run, draining ? run.undelivered() : run.returned(), now);
            case STOPPING -> change(transaction, run, run.ended(RunStatus.STOPPED, null, now), now);
            case PENDING, COMPLETED, FAILED, STOPPED -> throw illegal(run, RunStatus.PENDING);
          };
        });
  }

  private static Run fenced(Transaction transaction, RunId id, Reporter who) {
    Run run = transaction.find(id).orElseThrow(() -> notFound(id));
    if (who.attempt() != null && who.attempt() != run.attempt()) {
      throw new RunConflictException(
          Reason.ATTEMPT_SUPERSEDED,
          "run " + id + " is at attempt " + run.attempt() + ", not " + who.attempt());
    }
    if (run.runner() != null && !run.handOut().isWith(who.runner(), who.instance())) {
      throw new RunConflictException(Reason.NOT_OWNER, "run " + id + " belongs to another runner");
    }
    return run;
  }

  private static RunConflictException illegal(Run run, RunStatus target) {
    return new RunConflictException(
        Reason.ILLEGAL_TRANSITION,
        "run "
            + run.id()
            + " is "
            + run.status().wireName()
            + " and cannot become "
            + target.wireName());
  }

  /** Ends a run that its runner or the coordinator has given up, if it is still as it was seen. */
  Optional<Run> end(Transaction transaction, Run seen, RunStatus end, @Nullable String why) {
    Instant now = clock.instant();
    return transaction.change(seen, seen.ended(end, why, now), now);
  }

  /**
   * Decides what becomes of a run whose runner has it no more: it waits again if it was not started
   * or may be executed again, else it ends.
   *
   * @return the changed run, or empty if it is not as it was seen any more
   */
  Optional<Run> lost(Transaction transaction, Run seen, String why) {
    return switch (seen.status()) {
      case STOPPING -> end(transaction, seen, RunStatus.STOPPED, null);
      case CLAIMED ->
          seen.handOut().unstarted() < MOST_UNSTARTED
              ? transaction.change(seen, seen.pendingAgain(), clock.instant())
              : end(
                  transaction,
                  seen,
                  RunStatus.FAILED,
                  "it was handed out " + seen.handOut().unstarted() + " times and never started");
      case RUNNING ->
          seen.executions() < seen.spec().maxExecutions()
              ? transaction.change(seen, seen.pendingAgain(), clock.instant())
              : end(transaction, seen, RunStatus.FAILED, why);
      case PENDING, COMPLETED, FAILED, STOPPED -> Optional.empty();
    };
  }

  private static Run change(Transaction transaction, Run seen, Run next, Instant now) {
    // The transaction has read it, so nobody else has changed it.
    return transaction.change(seen, next, now).orElseThrow();
  }
}
