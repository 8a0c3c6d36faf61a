/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import dev.runwatch.common.DaemonExecutors;
import dev.runwatch.coordinator.runs.MatchKey;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.runs.Transition;
import dev.runwatch.coordinator.store.SqlStore;
import dev.runwatch.coordinator.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
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

    boolean admits(MatchKey key) {
      return poll.takesRuns() && key.admits(runner);
    }
  }

  private final SqlStore store;
  private final InstantSource clock;
  private final Map<RunnerId, Parked> parked = new LinkedHashMap<>();
  private final HandOuts handOuts;
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
    this.handOuts = new HandOuts(clock, nanos, redeliverAfter);
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
      settle(
          mine, store.write(transaction -> handOuts.next(transaction, runner, poll.takesRuns())));
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
      handOuts.changed(run);
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
    ask(poll -> poll.admits(key), false);
  }

  /** Lets all waiting polls that may get a run of these keys ask the store. */
  void offerAll(Collection<MatchKey> keys) {
    if (!keys.isEmpty()) {
      ask(poll -> keys.stream().anyMatch(poll::admits), true);
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
            .submit(
                transaction -> handOuts.next(transaction, waiting.runner, waiting.poll.takesRuns()))
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
      handOuts.notTold(stop.runs());
    }
  }

  private void giveBack(Run run) {
    try {
      store.write(transaction -> transaction.change(run, run.undelivered(), clock.instant()));
    } catch (StoreException e) {
      LOG.warn("Run {} is handed to its runner again later: {}", run.id(), e.getMessage());
    }
  }

  /** Whether a runner that waits has something of its own to be told. */
  boolean due(Run run) {
    return handOuts.due(run);
  }

  /** Forgets what was told of runs that no runner has any more. */
  void retain(List<Run> held) {
    handOuts.retain(held);
  }

  /** Ends its threads; to be called after {@link #drain}. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
