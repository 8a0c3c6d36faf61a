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
import dev.runwatch.coordinator.store.RunStore;
import dev.runwatch.coordinator.store.RunnerStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, in a fixed rhythm, for runners that have gone and for runs that nobody will ever take.
 *
 * <p>Its clocks start with the coordinator: time in which no coordinator was there to hear a runner
 * counts against nobody.
 */
public final class Sweeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final int PAGE = 500;

  /**
   * How long it waits.
   *
   * @param staleAfter a runner unheard of for so long is not online
   * @param removeAfter a runner unheard of for so long is removed
   * @param noMatchAfter a run that no online runner has matched for so long fails
   * @param noMatchExempt run types that never fail for want of a runner
   */
  public record Limits(
      Duration staleAfter,
      Duration removeAfter,
      Duration noMatchAfter,
      Predicate<String> noMatchExempt) {}

  private final RunStore runs;
  private final RunnerStore runners;
  private final RunService desk;
  private final RunnerService runnerDesk;
  private final Dispatcher dispatcher;
  private final InstantSource clock;
  private final Limits limits;
  private final Duration pause;
  private final Map<RunId, Instant> lastMatched = new HashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread created = new Thread(task, "coordinator-sweeper");
            created.setDaemon(true);
            return created;
          });
  private final Instant startedAt;
  private volatile Instant lastSweep;

  public Sweeper(
      RunStore runs,
      RunnerStore runners,
      RunService desk,
      RunnerService runnerDesk,
      Dispatcher dispatcher,
      InstantSource clock,
      Limits limits) {
    this.runs = runs;
    this.runners = runners;
    this.desk = desk;
    this.runnerDesk = runnerDesk;
    this.dispatcher = dispatcher;
    this.clock = clock;
    this.limits = limits;
    this.startedAt = clock.instant();
    this.lastSweep = startedAt;
    Duration shortest =
        List.of(limits.staleAfter(), limits.removeAfter(), limits.noMatchAfter()).stream()
            .min(Duration::compareTo)
            .orElseThrow();
    Duration fine = shortest.dividedBy(20);
    this.pause =
        fine.compareTo(LONGEST_PAUSE) > 0
            ? LONGEST_PAUSE
            : fine.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : fine;
  }

  /** Starts sweeping. */
  public void start() {
    var unused =
        thread.scheduleWithFixedDelay(
            this::sweepSafely, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** When the last sweep that got through ended. */
  public Instant lastSweep() {
    return lastSweep;
  }

  /** How old {@link #lastSweep} may be while the sweep is alive. */
  public Duration patience() {
    return pause.multipliedBy(10).plusSeconds(5);
  }

  private void sweepSafely() {
    try {
      sweep();
      lastSweep = clock.instant();
    } catch (RuntimeException e) {
      // The next sweep tries again; until then the health check tells.
      LOG.warn("The sweep of runners and runs failed: {}", e.getMessage());
    }
  }

  void sweep() {
    Instant now = clock.instant();
    Instant limit = now.minus(limits.removeAfter());
    for (Runner runner : runners.all()) {
      if (!runner.lastSeen().isAfter(limit) && runnerDesk.lose(runner, limit)) {
        LOG.info("Runner {} was not heard of for {}; removed", runner.id(), limits.removeAfter());
      }
    }
    // The runs first: whoever claims one later is not missing among the runners then.
    List<Run> held = runs.withAnyRunner();
    List<Runner> all = runners.all();
    lookAfter(held, all);
    lookAfterPending(now, all);
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
    toTell.forEach(dispatcher::wake);
  }

  private void lookAfterPending(Instant now, List<Runner> all) {
    List<Runner> online =
        all.stream()
            .filter(
                it -> !it.deregistered() && it.lastSeen().plus(limits.staleAfter()).isAfter(now))
            .toList();
    Set<RunId> pending = new HashSet<>();
    long after = 0;
    List<Run> page;
    do {
      page = runs.oldest(Set.of(RunStatus.PENDING), after, PAGE);
      for (Run run : page) {
        after = run.sequence();
        pending.add(run.id());
        check(run, online, now);
      }
    } while (page.size() == PAGE);
    lastMatched.keySet().retainAll(pending);
  }

  private void check(Run run, List<Runner> online, Instant now) {
    boolean matched = online.stream().anyMatch(runner -> runner.matches(run.request()));
    String type = run.request().type();
    if (matched) {
      // Its own coordinator offers a run at once; this is for runs of another one on this store.
      dispatcher.offer(run);
    }
    if (matched || (type != null && limits.noMatchExempt().test(type))) {
      lastMatched.put(run.id(), now);
      return;
    }
    Instant since =
        lastMatched.computeIfAbsent(
            run.id(), id -> run.createdAt().isAfter(startedAt) ? run.createdAt() : startedAt);
    if (!since.plus(limits.noMatchAfter()).isAfter(now)) {
      desk.move(
          run,
          RunStatus.FAILED,
          "no online runner matched it for " + limits.noMatchAfter().toMillis() + " ms",
          null);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      // The store is closed next; a sweep must not run into that.
      thread.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
