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

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** A result that is older says that the checks hang; a busy machine delays one by less. */
  private static final Duration OLDEST = Duration.ofSeconds(5);

  private record Result(Map<String, Map<String, Object>> checks, long at) {}

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
  public Map<String, Map<String, Object>> run() {
    Map<String, Map<String, Object>> checks = new LinkedHashMap<>(last.checks());
    Duration age = age();
    if (age.compareTo(OLDEST) > 0) {
      checks.put(
          "checks", failed("the checks have had no result for " + age.toMillis() / 1000.0 + " s"));
    }
    if (draining) {
      checks.put("service", failed("it is shutting down"));
    }
    return checks;
  }

  private void check() {
    Map<String, Map<String, Object>> checks = new LinkedHashMap<>();
    checks.put("store", store());
    checks.put(SWEEPER, sweeper());
    last = new Result(checks, System.nanoTime());
  }

  private static Map<String, Object> failed(String error) {
    return Map.of("ok", false, "error", error);
  }

  private Map<String, Object> store() {
    long start = System.nanoTime();
    try {
      store.probe(clock.instant());
      long micros = Duration.ofNanos(System.nanoTime() - start).toNanos() / 1000;
      return Map.of("ok", true, "write_seconds", micros / 1_000_000.0);
    } catch (StoreException e) {
      return failed(String.valueOf(e.getMessage()));
    }
  }

  private Map<String, Object> sweeper() {
    Duration age = sweeper.sinceSweep();
    boolean alive = age.compareTo(sweeper.patience()) <= 0;
    Map<String, Object> check = new LinkedHashMap<>();
    check.put("ok", alive);
    check.put("seconds_since_sweep", age.toMillis() / 1000.0);
    check.put("failures", sweeper.failures());
    if (!alive) {
      check.put("error", "runners and runs are not swept any more");
    }
    return check;
  }

  @Override
  public void close() {
    task.close();
  }
}
