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
import dev.runwatch.coordinator.store.RunQuery;
import dev.runwatch.coordinator.store.RunStore;
import dev.runwatch.coordinator.store.RunnerStore;
import dev.runwatch.coordinator.task.RecurringTask;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, in a fixed rhythm, for runners that have gone and for runs that nobody will ever take.
 *
 * <p>Its clocks are monotonic and count only time in which the coordinator could hear its runners:
 * a process that was stopped, a service that could not answer, a store that failed and a step of
 * the system's clock count against nobody.
 */
public final class Sweeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final int PAGE = 200;

  /**
   * How long it waits.
   *
   * @param staleAfter a runner that is silent for so long is not online
   * @param removeAfter a runner that is silent for so long is removed
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

  private final RunStore runs;
  private final RunnerStore runners;
  private final RunService desk;
  private final RunnerService runnerDesk;
  private final Dispatcher dispatcher;
  private final Limits limits;
  private final Duration pause;
  private final RecurringTask task;
  private final ListeningClock heard;
  private final RunnerLiveness liveness;

  /** For how long runners were online: the clock of runs that nobody matches. */
  private long matchable;

  private final Map<RunId, Long> lastMatched = new HashMap<>();
  private boolean lastSweepSucceeded = true;
  private boolean deaf;
  private volatile BooleanSupplier serving = () -> true;

  /**
   * A sweeper that does not sweep yet.
   *
   * @param nanos a monotonic clock in nanoseconds, such as {@link System#nanoTime}
   */
  public Sweeper(
      RunStore runs,
      RunnerStore runners,
      RunService desk,
      RunnerService runnerDesk,
      Dispatcher dispatcher,
      LongSupplier nanos,
      Limits limits) {
    this.runs = runs;
    this.runners = runners;
    this.desk = desk;
    this.runnerDesk = runnerDesk;
    this.dispatcher = dispatcher;
    this.limits = limits;
    this.pause = limits.pause();
    this.heard = new ListeningClock(nanos, pause);
    this.liveness = new RunnerLiveness(heard, limits.staleAfter());
    this.task = new RecurringTask("coordinator-sweeper", pause, this::sweep);
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
    return pause.multipliedBy(10).plusSeconds(5);
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
    }
    deaf = advanced < 0;
    for (Runner runner : runners.all()) {
      if (liveness.silence(runner).compareTo(limits.removeAfter()) >= 0
          && runnerDesk.lose(runner)) {
        LOG.info("Runner {} was silent for {}; removed", runner.id(), limits.removeAfter());
      }
    }
    // The runs first: a runner that claims one later is not missing among the runners then.
    List<Run> held = runs.withAnyRunner();
    List<Runner> all = runners.all();
    liveness.retain(all.stream().map(Runner::id).toList());
    lookAfter(held, all);
    lookAfterPending(all, Math.max(0, advanced));
    lastSweepSucceeded = true;
  }

  /** Tells waiting runners again what they seem not to have heard. */
  private void lookAfter(List<Run> held, List<Runner> all) {
    Set<RunnerId> known = all.stream().map(Runner::id).collect(Collectors.toSet());
    Set<RunnerId> toTell = new LinkedHashSet<>();
    for (Run run : held) {
      RunnerId runner = run.runner();
      if (runner != null && !known.contains(runner)) {
        // A coordinator died between the removal of a runner and the end of its runs.
        runnerDesk.abandon(run, RunnerService.LOST);
      } else if (runner != null && dispatcher.due(run)) {
        toTell.add(runner);
      }
    }
    dispatcher.retain(held);
    toTell.forEach(dispatcher::wake);
  }

  private void lookAfterPending(List<Runner> all, long advanced) {
    List<Runner> online = all.stream().filter(liveness::online).toList();
    if (!online.isEmpty()) {
      // Without any runner a run waits; its clock stands still, and an alarm says so.
      matchable += advanced;
    }
    Set<RunId> pending = new HashSet<>();
    long after = 0;
    List<Run> page;
    do {
      page = runs.list(RunQuery.oldest(Set.of(RunStatus.PENDING), after, PAGE));
      for (Run run : page) {
        after = run.sequence();
        pending.add(run.id());
        check(run, online);
      }
    } while (page.size() == PAGE);
    lastMatched.keySet().retainAll(pending);
  }

  private void check(Run run, List<Runner> online) {
    boolean matched = online.stream().anyMatch(runner -> runner.matches(run.spec()));
    String type = run.spec().type();
    if (matched) {
      // Its own coordinator offers a run at once; this is for runs of another one on this store.
      dispatcher.offer(run);
    }
    if (matched || (type != null && limits.noMatchExempt().test(type))) {
      lastMatched.put(run.id(), matchable);
      return;
    }
    long since = lastMatched.computeIfAbsent(run.id(), id -> matchable);
    if (matchable - since >= limits.noMatchAfter().toNanos()) {
      desk.move(
          run,
          RunStatus.FAILED,
          "no online runner matched it for " + limits.noMatchAfter().toMillis() + " ms",
          null);
    }
  }

  @Override
  public void close() {
    // The store is closed next; a sweep must not run into that.
    task.close();
  }
}
