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
import dev.runwatch.coordinator.runs.RunListener;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.store.RunStore;
import dev.runwatch.coordinator.store.RunStore.Creation;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What clients and runners may do with runs. Safe for use by many threads. */
public final class RunService {

  private final RunStore store;
  private final Dispatcher dispatcher;
  private final RunListener listener;
  private final InstantSource clock;

  public RunService(
      RunStore store, Dispatcher dispatcher, RunListener listener, InstantSource clock) {
    this.store = store;
    this.dispatcher = dispatcher;
    this.listener = listener;
    this.clock = clock;
  }

  /** Accepts a run; the same idempotency key again gives the same run. */
  public Creation create(NewRun request, @Nullable String key) {
    Creation creation = store.create(request, key, clock.instant());
    if (creation.created()) {
      // From here on the run is accepted, whatever becomes of the attempt to hand it out at once.
      listener.changed(creation.run());
      dispatcher.offer(creation.run());
    }
    return creation;
  }

  /**
   * The run of that id.
   *
   * @throws RunConflictException if there is none
   */
  public Run get(RunId id) {
    return store.find(id).orElseThrow(() -> notFound(id));
  }

  /**
   * The run of that id with its parameters and output.
   *
   * @throws RunConflictException if there is none
   */
  public RunDetails details(RunId id) {
    return store.details(id).orElseThrow(() -> notFound(id));
  }

  private static RunConflictException notFound(RunId id) {
    return new RunConflictException(Reason.RUN_NOT_FOUND, "there is no run '" + id + "'");
  }

  /** Asks a run to stop; one that has ended stays as it is. */
  public Run stop(RunId id) {
    while (true) {
      Run run = get(id);
      if (run.status().ended() || run.status() == RunStatus.STOPPING) {
        return run;
      }
      RunStatus target = run.status() == RunStatus.PENDING ? RunStatus.STOPPED : RunStatus.STOPPING;
      Optional<Run> moved = move(run, target, null, null);
      if (moved.isPresent()) {
        dispatcher.forget(id);
        RunnerId runner = moved.get().runner();
        if (runner != null) {
          dispatcher.wake(runner);
        }
        return moved.get();
      }
    }
  }

  /** A runner's report. */
  public record Report(RunStatus status, @Nullable String error, @Nullable String output) {}

  /**
   * Takes a runner's report. The same report again changes nothing.
   *
   * @throws RunConflictException if the run is unknown, another runner's, or cannot become that
   */
  public Run report(RunId id, RunnerId runner, Report report) {
    while (true) {
      Run run = get(id);
      RunStatus status = run.status();
      if (run.runner() != null && !Objects.equals(run.runner(), runner)) {
        throw new RunConflictException(
            Reason.NOT_OWNER, "run " + id + " belongs to another runner");
      }
      boolean startedLate = report.status() == RunStatus.RUNNING && status == RunStatus.STOPPING;
      if ((status == report.status() && run.runner() != null) || startedLate) {
        return run;
      }
      if (run.runner() == null || !status.mayBecome(report.status())) {
        throw new RunConflictException(
            Reason.ILLEGAL_TRANSITION,
            "run "
                + id
                + " is "
                + status.wireName()
                + " and cannot become "
                + report.status().wireName());
      }
      Optional<Run> moved = move(run, report.status(), report.error(), report.output());
      if (moved.isPresent()) {
        if (moved.get().status().ended()) {
          dispatcher.forget(id);
        }
        return moved.get();
      }
    }
  }

  /** Takes a run to a state if it is still in the one it was seen in. */
  Optional<Run> move(Run run, RunStatus target, @Nullable String error, @Nullable String output) {
    Optional<Run> moved =
        store.move(run.id(), run.status(), target, error, output, clock.instant());
    moved.ifPresent(listener::changed);
    return moved;
  }
}
