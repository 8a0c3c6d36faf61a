/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunDetails;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunListener;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.store.RunQuery;
import dev.runwatch.coordinator.store.RunStore;
import dev.runwatch.coordinator.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings runs to the polls that wait for them.
 *
 * <p>A parked poll holds no thread. Matching happens under one lock, so that a poll gets one answer
 * and a run goes to one poll; the answer is written outside of it. Claiming is a conditional update
 * in the store, so another coordinator on the same store cannot hand out the same run.
 *
 * <p>An answer can be lost on its way although it was written. So a claimed run whose start is not
 * reported is handed to the same runner again, and an order to stop is given again, after a while.
 */
public final class Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final int PAGE = 200;

  private record Parked(Runner runner, Poll poll) {}

  private final RunStore runs;
  private final InstantSource clock;
  private final Duration redeliverAfter;
  private final RunListener listener;
  private final Map<RunnerId, Parked> parked = new LinkedHashMap<>();
  private final LongSupplier nanos;
  private final Map<RunId, Long> stopsTold = new ConcurrentHashMap<>();
  private final ChangeClock<RunId, Integer> handedOut;
  private boolean draining;

  /**
   * A dispatcher without polls.
   *
   * @param nanos a monotonic clock in nanoseconds
   * @param redeliverAfter how long a handed out run, or an order to stop, may stay without an echo
   *     before the runner is told again
   */
  public Dispatcher(
      RunStore runs,
      InstantSource clock,
      LongSupplier nanos,
      Duration redeliverAfter,
      RunListener listener) {
    this.runs = runs;
    this.clock = clock;
    this.nanos = nanos;
    this.handedOut = new ChangeClock<>(nanos);
    this.redeliverAfter = redeliverAfter;
    this.listener = listener;
  }

  /**
   * Answers a poll now, or keeps it until there is something to say.
   *
   * @throws StoreException if the store cannot be used; the poll is not answered then
   */
  public void poll(Runner runner, Poll poll) {
    PollResult answer;
    Parked older;
    synchronized (this) {
      answer = draining ? new PollResult.Nothing() : next(runner).orElse(null);
      // A runner has one poll at a time; an older one is of a connection it has given up.
      older = parked.remove(runner.id());
      if (answer == null) {
        parked.put(runner.id(), new Parked(runner, poll));
      }
    }
    if (older != null) {
      older.poll().release();
    }
    if (answer != null) {
      deliver(poll, answer);
    }
  }

  /** Takes a poll back that has waited long enough. */
  public synchronized void unpark(RunnerId runner, Poll poll) {
    Parked waiting = parked.get(runner);
    if (waiting != null && waiting.poll().equals(poll)) {
      parked.remove(runner);
    }
  }

  /** How many polls wait. */
  public synchronized int waiting() {
    return parked.size();
  }

  /** Answers the poll of a runner that is not what it was when it asked; it shall ask again. */
  void release(RunnerId runner, PollResult answer) {
    Parked waiting;
    synchronized (this) {
      waiting = parked.remove(runner);
    }
    if (waiting != null) {
      deliver(waiting.poll(), answer);
    }
  }

  /**
   * Offers a pending run to the polls that wait, the longest waiting first. A store that fails
   * leaves it pending: the sweep offers it again.
   */
  public void offer(Run run) {
    try {
      Poll poll;
      Optional<RunDetails> claimed;
      synchronized (this) {
        Optional<Parked> match =
            parked.values().stream().filter(it -> it.runner().matches(run.spec())).findFirst();
        claimed = match.flatMap(it -> claim(run, it.runner()));
        if (claimed.isEmpty()) {
          return;
        }
        Parked chosen = match.orElseThrow();
        parked.remove(chosen.runner().id());
        poll = chosen.poll();
      }
      deliver(poll, new PollResult.Execute(claimed.get()));
    } catch (StoreException e) {
      LOG.warn("Run {} waits for the next sweep: {}", run.id(), e.getMessage());
    }
  }

  /** Wakes the poll of a runner if there is something to say. */
  public void wake(RunnerId id) {
    try {
      Poll poll;
      PollResult answer;
      synchronized (this) {
        Parked waiting = parked.get(id);
        answer = waiting == null ? null : next(waiting.runner()).orElse(null);
        if (waiting == null || answer == null) {
          return;
        }
        poll = waiting.poll();
        parked.remove(id);
      }
      deliver(poll, answer);
    } catch (StoreException e) {
      LOG.warn("The poll of runner {} waits for the next sweep: {}", id, e.getMessage());
    }
  }

  /** Answers all polls with nothing, from now on at once. */
  public void drain() {
    List<Parked> all;
    synchronized (this) {
      draining = true;
      all = new ArrayList<>(parked.values());
      parked.clear();
    }
    all.forEach(it -> it.poll().release());
  }

  private Optional<PollResult> next(Runner runner) {
    if (runner.deregistered()) {
      return Optional.of(new PollResult.Deregistered());
    }
    List<Run> held = runs.withRunner(runner.id());
    List<RunId> stops = held.stream().filter(this::stopDue).map(Run::id).toList();
    if (!stops.isEmpty()) {
      stops.forEach(id -> stopsTold.put(id, nanos.getAsLong()));
      return Optional.of(new PollResult.Stop(stops));
    }
    Optional<RunDetails> lost =
        held.stream()
            .filter(this::seemsLost)
            .findFirst()
            .flatMap(run -> runs.reclaim(run, clock.instant()));
    if (lost.isPresent()) {
      lost.ifPresent(it -> listener.changed(it.run()));
      return lost.map(PollResult.Execute::new);
    }
    return firstMatch(runner).map(PollResult.Execute::new);
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

  private Optional<RunDetails> firstMatch(Runner runner) {
    long after = 0;
    while (true) {
      List<Run> page = runs.list(RunQuery.oldest(Set.of(RunStatus.PENDING), after, PAGE));
      for (Run run : page) {
        if (runner.matches(run.spec())) {
          Optional<RunDetails> claimed = claim(run, runner);
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

  private Optional<RunDetails> claim(Run run, Runner runner) {
    Optional<RunDetails> claimed = runs.claim(run.id(), runner.id(), clock.instant());
    claimed
        .map(RunDetails::run)
        .ifPresent(
            it -> {
              handedOut.age(it.id(), it.attempt());
              listener.changed(it);
            });
    return claimed;
  }

  private void deliver(Poll poll, PollResult answer) {
    poll.answer(
        answer,
        delivered -> {
          if (!delivered) {
            takeBack(answer);
          }
        });
  }

  private void takeBack(PollResult answer) {
    if (answer instanceof PollResult.Execute execute) {
      giveBack(execute.run().run());
    } else if (answer instanceof PollResult.Stop stop) {
      stop.runs().forEach(stopsTold::remove);
    }
  }

  private void giveBack(Run run) {
    try {
      runs.move(run.id(), RunStatus.CLAIMED, RunStatus.PENDING, null, null, clock.instant())
          .ifPresent(
              it -> {
                listener.changed(it);
                offer(it);
              });
    } catch (StoreException e) {
      LOG.warn("Run {} is handed to its runner again later: {}", run.id(), e.getMessage());
    }
  }

  /** Forgets what was told of a run that has ended or has to be told anew. */
  void forget(RunId run) {
    stopsTold.remove(run);
    handedOut.forget(run);
  }

  /** Forgets what was told of runs that no runner has any more. */
  void retain(List<Run> held) {
    Set<RunId> ids = held.stream().map(Run::id).collect(Collectors.toSet());
    stopsTold.keySet().retainAll(ids);
    handedOut.retain(ids);
  }
}
