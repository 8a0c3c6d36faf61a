/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.coordinator.dispatch.Sweeper;
import dev.runwatch.coordinator.http.Checks;
import dev.runwatch.coordinator.store.RunStore;
import dev.runwatch.coordinator.store.StoreException;
import dev.runwatch.coordinator.task.RecurringTask;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Checks the parts a coordinator cannot do without, in a thread of its own. A request is answered
 * with the last result and never waits for a check; a result that is too old is a failure.
 */
final class HealthChecks implements Checks, AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** A result that is older says that the checks hang. */
  static final Duration OLDEST = Duration.ofSeconds(2);

  private record Result(Map<String, Check> checks, long at) {}

  private final RunStore store;
  private final Sweeper sweeper;
  private final InstantSource clock;
  private final RecurringTask task;
  private volatile boolean draining;
  private volatile Result last = new Result(Map.of(), System.nanoTime());

  HealthChecks(RunStore store, Sweeper sweeper, InstantSource clock) {
    this.store = store;
    this.sweeper = sweeper;
    this.clock = clock;
    this.task = new RecurringTask("coordinator-checks", PAUSE, this::check);
    task.runSafely();
    task.start();
  }

  /** From now on it is not healthy: nobody should send it work any more. */
  void drain() {
    draining = true;
  }

  @Override
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - last.at());
  }

  @Override
  public Map<String, Check> run() {
    Map<String, Check> checks = new LinkedHashMap<>(last.checks());
    Duration age = age();
    if (age.compareTo(OLDEST) > 0) {
      checks.put(
          "checks",
          new Failed("the checks have had no result for " + age.toMillis() / 1000.0 + " s"));
    }
    if (draining) {
      checks.put("service", new Failed("it is shutting down"));
    }
    return checks;
  }

  private void check() {
    Map<String, Check> checks = new LinkedHashMap<>();
    checks.put("store", store());
    checks.put(SWEEPER, sweeper());
    last = new Result(checks, System.nanoTime());
  }

  private Check store() {
    long start = System.nanoTime();
    try {
      store.probe(clock.instant());
      long micros = Duration.ofNanos(System.nanoTime() - start).toNanos() / 1000;
      return new Written(true, micros / 1_000_000.0);
    } catch (StoreException e) {
      return new Failed(String.valueOf(e.getMessage()));
    }
  }

  private Check sweeper() {
    Duration age = sweeper.sinceSweep();
    double seconds = age.toMillis() / 1000.0;
    return age.compareTo(sweeper.patience()) <= 0
        ? new Swept(true, seconds, sweeper.failures())
        : new NotSwept(
            false, seconds, sweeper.failures(), "runners and runs are not swept any more");
  }

  @Override
  public void close() {
    task.close();
  }
}
