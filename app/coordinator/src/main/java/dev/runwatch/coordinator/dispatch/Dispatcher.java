/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunListener;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.store.RunStore;
import dev.runwatch.coordinator.store.RunnerStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings runs to the polls that wait for them.
 *
 * <p>A parked poll holds no thread. Matching happens under one lock, so that a poll gets one answer
 * and a run goes to one poll; the answer is written outside of it. Claiming is a conditional update
 * in the store, so another coordinator on the same store cannot hand out the same run.
 */
public final class Dispatcher {

  private static final int PAGE = 200;

  private final RunStore runs;
  private final RunnerStore runners;
  private final InstantSource clock;
  private final Duration redeliverAfter;
  private final RunListener listener;
  private final Map<RunnerId, Poll> parked = new LinkedHashMap<>();
  private final Map<RunId, Instant> delivered = new ConcurrentHashMap<>();
  private boolean draining;

  /**
   * A dispatcher without polls.
   *
   * @param redeliverAfter how long a handed out run, or an order to stop, may stay without an echo
   *     before the runner is told again: the answer may have been lost on the way
   */
  public Dispatcher(
      RunStore runs,
      RunnerStore runners,
      InstantSource clock,
      Duration redeliverAfter,
      RunListener listener) {
    this.runs = runs;
    this.runners = runners;
    this.clock = clock;
    this.redeliverAfter = redeliverAfter;
    this.listener = listener;
  }

  /** Answers a poll now, or keeps it until there is something to say. */
  public void poll(Runner runner, Poll poll) {
    Answer answer;
    Poll older;
    synchronized (this) {
      answer = draining ? new Answer.Nothing() : next(runner).orElse(null);
      // A runner has one poll at a time; an older one is of a connection it has given up.
      older = parked.remove(runner.id());
      if (answer == null) {
        parked.put(runner.id(), poll);
      }
    }
    if (older != null) {
      older.answer(new Answer.Nothing());
    }
    if (answer != null) {
      deliver(poll, answer);
    }
  }

  /** Takes a poll back that has waited long enough. */
  public synchronized void unpark(RunnerId runner, Poll poll) {
    parked.remove(runner, poll);
  }

  /** Wakes the polls for which there is something to say now. */
  public void wake() {
    List<RunnerId> waiting;
    synchronized (this) {
      waiting = new ArrayList<>(parked.keySet());
    }
    for (RunnerId id : waiting) {
      wake(id);
    }
  }

  /** Offers one new run to the polls that wait, the longest waiting first. */
  public void offer(Run run) {
    Poll poll;
    Optional<Run> claimed;
    synchronized (this) {
      Optional<Runner> runner =
          parked.keySet().stream()
              .map(runners::find)
              .flatMap(Optional::stream)
              .filter(it -> !it.deregistered() && it.matches(run.request()))
              .findFirst();
      claimed = runner.flatMap(it -> claim(run, it));
      poll = claimed.isPresent() ? parked.remove(runner.orElseThrow().id()) : null;
    }
    if (poll != null && claimed.isPresent()) {
      deliver(poll, new Answer.Execute(claimed.get()));
    }
  }

  /** Wakes the poll of a runner if there is something to say. */
  public void wake(RunnerId id) {
    Poll poll;
    Answer answer;
    synchronized (this) {
      poll = parked.get(id);
      Optional<Runner> runner = poll == null ? Optional.empty() : runners.find(id);
      answer = runner.flatMap(this::next).orElse(null);
      if (poll == null || answer == null) {
        return;
      }
      parked.remove(id);
    }
    deliver(poll, answer);
  }

  /** Answers all polls with nothing, from now on at once. */
  public void drain() {
    List<Poll> all;
    synchronized (this) {
      draining = true;
      all = new ArrayList<>(parked.values());
      parked.clear();
    }
    all.forEach(poll -> poll.answer(new Answer.Nothing()));
  }

  private Optional<Answer> next(Runner runner) {
    if (runner.deregistered()) {
      return Optional.of(new Answer.Deregistered());
    }
    List<Run> held = runs.withRunner(runner.id());
    List<RunId> stops =
        held.stream()
            .filter(run -> run.status() == RunStatus.STOPPING && due(run))
            .map(Run::id)
            .toList();
    if (!stops.isEmpty()) {
      stops.forEach(id -> delivered.put(id, clock.instant()));
      return Optional.of(new Answer.Stop(stops));
    }
    Optional<Run> lost =
        held.stream().filter(run -> run.status() == RunStatus.CLAIMED && due(run)).findFirst();
    if (lost.isPresent()) {
      delivered.put(lost.get().id(), clock.instant());
      return lost.map(Answer.Execute::new);
    }
    return firstMatch(runner).map(Answer.Execute::new);
  }

  private boolean due(Run run) {
    Instant last = delivered.get(run.id());
    return last == null || !clock.instant().isBefore(last.plus(redeliverAfter));
  }

  private Optional<Run> firstMatch(Runner runner) {
    long after = 0;
    while (true) {
      List<Run> page = runs.oldest(Set.of(RunStatus.PENDING), after, PAGE);
      for (Run run : page) {
        if (runner.matches(run.request())) {
          Optional<Run> claimed = claim(run, runner);
          if (claimed.isPresent()) {
            return claimed;
          }
        }
        after = run.sequence();
      }
      if (page.size() < PAGE) {
        return Optional.empty();
      }
    }
  }

  private Optional<Run> claim(Run run, Runner runner) {
    Instant now = clock.instant();
    Optional<Run> claimed = runs.claim(run.id(), runner.id(), now);
    claimed.ifPresent(
        it -> {
          delivered.put(it.id(), now);
          listener.changed(it);
        });
    return claimed;
  }

  private void deliver(Poll poll, Answer answer) {
    if (poll.answer(answer)) {
      return;
    }
    if (answer instanceof Answer.Execute execute) {
      giveBack(execute.run());
    } else if (answer instanceof Answer.Stop stop) {
      stop.runs().forEach(delivered::remove);
    }
  }

  private void giveBack(Run run) {
    runs.move(run.id(), RunStatus.CLAIMED, RunStatus.PENDING, null, null, clock.instant())
        .ifPresent(
            it -> {
              delivered.remove(it.id());
              listener.changed(it);
              offer(it);
            });
  }

  /** Forgets what was delivered of a run that has ended or has to be told anew. */
  void forget(RunId run) {
    delivered.remove(run);
  }
}
