/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.function.LongSupplier;

/**
 * For how long each runner has been silent, as far as this coordinator could hear it.
 *
 * <p>A sign of life is a change of {@link Runner#lastSeen} in the store, so it counts whichever
 * coordinator took it. All clocks start anew with the coordinator, after a pause of its process,
 * and after a time in which it could not serve. Safe for use by many threads.
 */
public final class RunnerLiveness {

  private final ChangeClock<RunnerId, Instant> signs;
  private final Duration staleAfter;

  RunnerLiveness(LongSupplier heard, Duration staleAfter) {
    this.signs = new ChangeClock<>(heard);
    this.staleAfter = staleAfter;
  }

  Duration silence(Runner runner) {
    return signs.age(runner.id(), runner.lastSeen());
  }

  /** Whether the runner is registered and has given a sign of life lately. */
  public boolean online(Runner runner) {
    return !runner.deregistered() && silence(runner).compareTo(staleAfter) < 0;
  }

  void retain(Collection<RunnerId> runners) {
    signs.retain(runners);
  }

  void restart() {
    signs.restart();
  }
}
