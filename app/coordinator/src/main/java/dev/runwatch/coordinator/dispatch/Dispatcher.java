/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import dev.runwatch.common.DaemonExecutors;
import dev.runwatch.coordinator.runs.MatchKey;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.runs.Transition;
import dev.runwatch.coordinator.store.SqlStore;
import dev.runwatch.coordinator.store.StoreException;
import dev.runwatch.coordinator.store.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings runs to the polls that wait for them.
 *
 * <p>A parked poll holds no thread. The lock guards the polls in memory only; the store is asked
 * outside of it. While the store is asked for a poll, a run that becomes pending makes it ask once
 * more, so that no run is overlooked.
 *
 * <p>An answer can be lost on its way although it was written. So a claimed run whose start is not
 * reported is given to the same process again, as the same attempt, and an order to stop is given
 * again, after a while.
 */
public final class Dispatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final int THREADS = 4;

  /** A poll, guarded by the dispatcher's lock. */
  private static final class Parked {
    final Runner runner;
    final Poll poll;
    boolean asking = true;
    boolean askAgain;

    Parked(Runner runner, Poll poll) {
      this.runner = runner;
      this.poll = poll;
    }
  }

  private final SqlStore store;
  private final InstantSource clock;
  private final Duration redeliverAfter;
  private final LongSupplier nanos;
  private final Map<RunnerId, Parked> parked = new LinkedHashMap<>();
  private final Map<RunId, Long> stopsTold = new ConcurrentHashMap<>();
  private final ChangeClock<RunId, Integer> handedOut;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, DaemonExecutors.threads("coordinator-dispatch"));
  private boolean draining;

  /**
   * A dispatcher without polls.
   *
   * @param nanos a monotonic clock in nanoseconds
   * @param redeliverAfter how long a handed out run, or an order to stop, may stay without an echo
   *     before the runner is told again
   */
  public Dispatcher(
      SqlStore store, InstantSource clock, LongSupplier nanos, Duration redeliverAfter) {
    this.store = store;
    this.clock = clock;
    this.nanos = nanos;
    this.handedOut = new ChangeClock<>(nanos);
    this.redeliverAfter = redeliverAfter;
  }

  /**
   * Answers a poll now, or keeps it until there is something to say.
   *
   * @throws StoreException if the store cannot be used; the poll is not answered then
   */
  public void poll(Runner runner, Poll poll) {
    Parked mine = new Parked(runner, poll);
    Parked older;
    boolean refused;
    synchronized (this) {
      refused = draining;
      // A runner has one poll at a time; an older one is of a connection it has given up.
      older = refused ? null : parked.put(runner.id(), mine);
    }
    if (older != null) {
      older.poll.release();
    }
    if (refused) {
      poll.release();
      return;
    }
    try {
      settle(mine, store.write(transaction -> next(transaction, runner)));
    } catch (RuntimeException e) {
      unpark(runner.id(), poll);
      throw e;
    }
  }

  /** Takes a poll back that has waited long enough. */
  public synchronized void unpark(RunnerId runner, Poll poll) {
    Parked waiting = parked.get(runner);
    if (waiting != null && waiting.poll.equals(poll)) {
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
      deliver(waiting.poll, answer);
    }
  }

  /** Takes note of committed transitions; neither blocks nor throws. */
  public void committed(List<Transition> transitions) {
    List<Transition> concerning = new ArrayList<>();
    for (Transition transition : transitions) {
      Run run = transition.run();
      if (run.status() == RunStatus.CLAIMED) {
        handedOut.age(run.id(), run.attempt());
      } else if (run.status() != RunStatus.RUNNING) {
        stopsTold.remove(run.id());
        handedOut.forget(run.id());
      }
      if (run.status() == RunStatus.PENDING || run.status() == RunStatus.STOPPING) {
        concerning.add(transition);
      }
    }
    if (!concerning.isEmpty()) {
      try {
        threads.execute(() -> concerning.forEach(this::react));
      } catch (RejectedExecutionException e) {
        LOG.debug("{} transitions came after the end", concerning.size());
      }
    }
  }

  private void react(Transition transition) {
    RunnerId runner = transition.run().runner();
    if (transition.to() == RunStatus.PENDING) {
      offer(transition.run().matchKey());
    } else if (runner != null) {
      wake(runner);
    }
  }

  /**
   * Lets one waiting poll that may get runs of this key ask the store, the longest waiting first.
   */
  private void offer(MatchKey key) {
    ask(poll -> key.admits(poll.runner), false);
  }

  /** Lets all waiting polls that may get a run of these keys ask the store. */
  void offerAll(Collection<MatchKey> keys) {
    if (!keys.isEmpty()) {
      ask(poll -> keys.stream().anyMatch(key -> key.admits(poll.runner)), true);
    }
  }

  /** Lets the poll of a runner ask the store. */
  void wake(RunnerId id) {
    Parked chosen;
    synchronized (this) {
      Parked waiting = parked.get(id);
      chosen = waiting != null && mayAsk(waiting) ? waiting : null;
    }
    if (chosen != null) {
      ask(chosen);
    }
  }

  private void ask(Predicate<Parked> wanted, boolean all) {
    List<Parked> chosen = new ArrayList<>();
    synchronized (this) {
      for (Parked waiting : parked.values()) {
        if (wanted.test(waiting) && mayAsk(waiting)) {
          chosen.add(waiting);
          if (!all) {
            break;
          }
        }
      }
    }
    chosen.forEach(this::ask);
  }

  /** Marks a poll as asking, or as one that has to ask once more. */
  private static boolean mayAsk(Parked waiting) {
    if (waiting.asking) {
      waiting.askAgain = true;
      return false;
    }
    waiting.asking = true;
    return true;
  }

  private void ask(Parked waiting) {
    var unused =
        store
            .submit(transaction -> next(transaction, waiting.runner))
            .handleAsync(
                (answer, failure) -> {
                  if (failure != null) {
                    LOG.warn(
                        "The poll of runner {} waits for the next sweep: {}",
                        waiting.runner.id(),
                        failure.toString());
                  }
                  settle(waiting, failure == null ? answer : Optional.empty());
                  return null;
                },
                threads);
  }

  private void settle(Parked asked, Optional<PollResult> answer) {
    boolean again = false;
    synchronized (this) {
      if (answer.isPresent()) {
        parked.remove(asked.runner.id(), asked);
      } else {
        again = asked.askAgain && parked.get(asked.runner.id()) == asked;
        asked.asking = again;
        asked.askAgain = false;
      }
    }
    if (answer.isPresent()) {
      deliver(asked.poll, answer.get());
    } else if (again) {
      ask(asked);
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
    all.forEach(it -> it.poll.release());
  }

  private Optional<PollResult> next(Transaction transaction, Runner asked) {
    Runner runner = transaction.runners().find(asked.id()).orElse(null);
    if (runner == null || runner.deregistered()) {
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
    Optional<Run> again = held.stream().filter(this::seemsLost).findFirst();
    if (again.isPresent()) {
      handedOut.forget(again.get().id());
      handedOut.age(again.get().id(), again.get().attempt());
      return Optional.of(new PollResult.Execute(transaction.details(again.get())));
    }
    var now = clock.instant();
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
      store.write(transaction -> transaction.change(run, run.undelivered(), clock.instant()));
    } catch (StoreException e) {
      LOG.warn("Run {} is handed to its runner again later: {}", run.id(), e.getMessage());
    }
  }

  /** Forgets what was told of runs that no runner has any more. */
  void retain(List<Run> held) {
    Set<RunId> ids = held.stream().map(Run::id).collect(Collectors.toSet());
    stopsTold.keySet().retainAll(ids);
    handedOut.retain(ids);
  }

  /** Ends its threads; to be called after {@link #drain}. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
