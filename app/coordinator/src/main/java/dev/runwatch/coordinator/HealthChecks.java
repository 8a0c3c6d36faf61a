/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.coordinator.dispatch.Sweeper;
import dev.runwatch.coordinator.http.Checks;
import dev.runwatch.coordinator.store.RunStore;
import dev.runwatch.coordinator.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks the parts a coordinator cannot do without. */
final class HealthChecks implements Checks {

  private final RunStore store;
  private final Sweeper sweeper;
  private final InstantSource clock;
  private volatile boolean draining;

  HealthChecks(RunStore store, Sweeper sweeper, InstantSource clock) {
    this.store = store;
    this.sweeper = sweeper;
    this.clock = clock;
  }

  /** From now on it is not healthy: nobody should send it work any more. */
  void drain() {
    draining = true;
  }

  @Override
  public Map<String, Map<String, Object>> run() {
    Map<String, Map<String, Object>> checks = new LinkedHashMap<>();
    checks.put("store", store());
    checks.put("sweeper", sweeper());
    if (draining) {
      checks.put("service", Map.of("ok", false, "error", "it is shutting down"));
    }
    return checks;
  }

  private Map<String, Object> store() {
    long start = System.nanoTime();
    try {
      store.probe(clock.instant());
      long micros = Duration.ofNanos(System.nanoTime() - start).toNanos() / 1000;
      return Map.of("ok", true, "write_seconds", micros / 1_000_000.0);
    } catch (StoreException e) {
      return Map.of("ok", false, "error", String.valueOf(e.getMessage()));
    }
  }

  private Map<String, Object> sweeper() {
    Instant last = sweeper.lastSweep();
    Duration age = Duration.between(last, clock.instant());
    boolean alive = age.compareTo(sweeper.patience()) <= 0;
    Map<String, Object> check = new LinkedHashMap<>();
    check.put("ok", alive);
    check.put("seconds_since_sweep", Math.max(0, age.toMillis()) / 1000.0);
    if (!alive) {
      check.put("error", "runners and runs are not swept any more");
    }
    return check;
  }
}
