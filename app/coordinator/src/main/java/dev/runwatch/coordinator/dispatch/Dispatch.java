/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import dev.runwatch.coordinator.runs.Transition;
import dev.runwatch.coordinator.store.SqlStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/** The parts that hand out runs and look after them, made for one store. */
public final class Dispatch implements AutoCloseable {

  private final RunLifecycle runs;
  private final RunnerService runners;
  private final Dispatcher polls;
  private final Sweeper sweeper;

  private Dispatch(RunLifecycle runs, RunnerService runners, Dispatcher polls, Sweeper sweeper) {
    this.runs = runs;
    this.runners = runners;
    this.polls = polls;
    this.sweeper = sweeper;
  }

  /**
   * Makes the parts; nothing is swept before {@link Sweeper#start}.
   *
   * @param clock the time of day, which is stored
   * @param nanos a monotonic clock in nanoseconds, such as {@link System#nanoTime}
   * @param redeliverAfter how long a runner may leave an answer without an echo
   */
  public static Dispatch on(
      SqlStore store,
      InstantSource clock,
      LongSupplier nanos,
      Duration redeliverAfter,
      Sweeper.Limits limits) {
    ListeningClock heard = new ListeningClock(nanos, limits.pause());
    RunLifecycle runs = new RunLifecycle(store, clock);
    Dispatcher polls = new Dispatcher(store, clock, nanos, redeliverAfter);
    Leases leases = new Leases(heard, limits.removeAfter());
    RunnerService runners = new RunnerService(store, runs, polls, leases, clock);
    return new Dispatch(
        runs, runners, polls, new Sweeper(store, runs, runners, polls, leases, heard, limits));
  }

  /** The life of runs. */
  public RunLifecycle runs() {
    return runs;
  }

  /** What runners may do. */
  public RunnerService runners() {
    return runners;
  }

  /** The polls that wait. */
  public Dispatcher polls() {
    return polls;
  }

  /** What looks after runs and runners. */
  public Sweeper sweeper() {
    return sweeper;
  }

  /** Takes note of committed transitions; neither blocks nor throws. */
  public void committed(List<Transition> transitions) {
    polls.committed(transitions);
  }

  /** Stops sweeping. */
  @Override
  public void close() {
    sweeper.close();
    polls.close();
  }
}
