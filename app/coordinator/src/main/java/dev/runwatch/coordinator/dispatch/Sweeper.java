/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.store.SqlStore;
import dev.runwatch.coordinator.task.RecurringTask;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, in a fixed rhythm, for runners that have gone, for runs whose lease or timeout is over,
 * and for runs that nobody will ever take.
 *
 * <p>Its clocks are monotonic and count only time in which the coordinator could hear its runners:
 * a process that was stopped, a service that could not answer, a store that failed and a step of
 * the system's clock count against nobody.
 */
public final class Sweeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

  /** How much longer than its timeout a run may take, so that its runner can end it first. */
  private static final Duration TIMEOUT_GRACE = Duration.ofSeconds(30);

  /**
   * How long it waits.
   *
   * @param staleAfter a runner that is silent for so long is not online
   * @param removeAfter a runner that is silent for so long is removed, and a run whose lease is not
   *     renewed for so long is lost
   * @param noMatchAfter a run that no online runner has matched for so long fails
   * @param noMatchExempt run types that never fail for lack of a matching runner
   */
  public record Limits(
      Duration staleAfter,
      Duration removeAfter,
      Duration noMatchAfter,
      Predicate<String> noMatchExempt) {

    /** The time between two sweeps: fine enough for the shortest limit. */
    Duration pause() {
      Duration shortest =
          List.of(staleAfter, removeAfter, noMatchAfter).stream()
              .min(Duration::compareTo)
              .orElseThrow();
      Duration fine = shortest.dividedBy(20);
      return fine.compareTo(LONGEST_PAUSE) > 0
          ? LONGEST_PAUSE
          : fine.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : fine;
    }
  }

  private final SqlStore store;
  private final RunLifecycle lifecycle;
  private final RunnerService runnerDesk;
  private final Dispatcher dispatcher;
  private final Limits limits;
  private final RecurringTask task;
  private final ListeningClock heard;
  private final RunnerLiveness liveness;
  private final Leases leases;
  private final ChangeClock<RunId, Integer> executing;
  private final UnmatchedRuns unmatched;
  private boolean lastSweepSucceeded = true;
  private boolean deaf;
  private volatile BooleanSupplier serving = () -> true;

  Sweeper(
      SqlStore store,
      RunLifecycle lifecycle,
      RunnerService runnerDesk,
      Dispatcher dispatcher,
      Leases leases,
      ListeningClock heard,
      Limits limits) {
    this.store = store;
    this.lifecycle = lifecycle;
    this.runnerDesk = runnerDesk;
    this.dispatcher = dispatcher;
    this.leases = leases;
    this.limits = limits;
    this.heard = heard;
    this.liveness = new RunnerLiveness(heard, limits.staleAfter());
    this.executing = new ChangeClock<>(heard);
    this.unmatched =
        new UnmatchedRuns(store, lifecycle, limits.noMatchAfter(), limits.noMatchExempt());
    this.task = new RecurringTask("coordinator-sweeper", limits.pause(), this::sweep);
  }

  /**
   * Starts sweeping.
   *
   * @param served whether the coordinator answers requests; while it does not, no clock runs
   */
  public void start(BooleanSupplier served) {
    serving(served);
    task.start();
  }

  void serving(BooleanSupplier served) {
    serving = served;
  }

  /** For how long each runner has been silent. */
  public RunnerLiveness liveness() {
    return liveness;
  }

  /** The time since a sweep got through. */
  public Duration sinceSweep() {
    return task.sinceSuccess();
  }

  /** How many sweeps have failed. */
  public long failures() {
    return task.failures();
  }

  /** How long {@link #sinceSweep} may be while the sweep is alive. */
  public Duration patience() {
    return limits.pause().multipliedBy(10).plusSeconds(5);
  }

  void sweep() {
    // While the store fails, no sign of life is noted.
    boolean heardRunners = serving.getAsBoolean() && lastSweepSucceeded;
    lastSweepSucceeded = false;
    long advanced = heard.tick(heardRunners);
    if (advanced < 0) {
      if (!deaf) {
        LOG.info("This coordinator could not hear its runners; their clocks start anew");
      }
      liveness.restart();
      leases.restart();
      executing.restart();
    }
    deaf = advanced < 0;
    if (store.shared()) {
      store.findQueues();
    }
    for (Runner runner : store.runners().all()) {
      if (liveness.silence(runner).compareTo(limits.removeAfter()) >= 0
          && runnerDesk.lose(runner)) {
        LOG.info("Runner {} was silent for {}; removed", runner.id(), limits.removeAfter());
      }
    }
    // The runs first: a runner that claims one later is not missing among the runners then.
    List<Run> held = store.runs().withAnyRunner();
    List<Runner> all = store.runners().all();
    liveness.retain(all.stream().map(Runner::id).toList());
    lookAfter(held, all);
    List<Runner> registered = all.stream().filter(runner -> !runner.deregistered()).toList();
    List<Runner> online = registered.stream().filter(liveness::online).toList();
    unmatched.sweep(registered, online, Math.max(0, advanced));
    dispatcher.offerAll(store.pendingKeys());
    lastSweepSucceeded = true;
  }

  private void lookAfter(List<Run> held, List<Runner> all) {
    Set<RunnerId> known = all.stream().map(Runner::id).collect(Collectors.toSet());
    Set<RunnerId> toTell = new LinkedHashSet<>();
    for (Run run : held) {
      RunnerId runner = run.runner();
      if (runner == null) {
        continue;
      }
      if (!known.contains(runner)) {
        // A coordinator of an earlier version died between the removal of a runner and the end of
        // its runs.
        lose(run, RunnerService.LOST);
      } else if (leases.expired(run)) {
        lose(run, RunnerService.LOST);
      } else if (isOverdue(run)) {
        endOverdue(run);
      } else if (dispatcher.due(run)) {
        toTell.add(runner);
      }
    }
    Set<RunId> ids = held.stream().map(Run::id).collect(Collectors.toSet());
    leases.retain(ids);
    executing.retain(ids);
    dispatcher.retain(held);
    toTell.forEach(dispatcher::wake);
  }

  private void lose(Run run, String why) {
    store.write(transaction -> lifecycle.lost(transaction, run, why));
  }

  /** Whether its runner should have ended it long ago. */
  private boolean isOverdue(Run run) {
    return run.status() != RunStatus.CLAIMED
        && executing
                .age(run.id(), run.attempt())
                .compareTo(run.spec().timeout().plus(TIMEOUT_GRACE))
            >= 0;
  }

  private void endOverdue(Run run) {
    boolean wanted = run.status() == RunStatus.STOPPING;
    store.write(
        transaction ->
            lifecycle.end(
                transaction,
                run,
                wanted ? RunStatus.STOPPED : RunStatus.FAILED,
                wanted
                    ? null
                    : "it ran longer than its timeout of "
                        + run.spec().timeout().toSeconds()
                        + " s, and its runner did not report its end"));
  }

  @Override
  public void close() {
    // The store is closed next; a sweep must not run into that.
    task.close();
  }
}
