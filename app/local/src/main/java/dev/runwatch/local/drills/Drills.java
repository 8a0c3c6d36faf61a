/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.drills;

import dev.runwatch.common.DaemonExecutors;
import dev.runwatch.coordinator.CoordinatorStartException;
import dev.runwatch.local.console.DrillRegistry;
import dev.runwatch.local.services.HostedService;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The drills of a rehearsal; they run one after the other on a thread of their own. */
public final class Drills implements DrillRegistry, AutoCloseable {

  /** The type of the runs that drills create. */
  public static final String RUN_TYPE = "runwatch-drill";

  /** More pending runs than the threshold of {@code queue-backing-up}. */
  static final int FLOOD = 60;

  private static final Logger LOG = LoggerFactory.getLogger(Drills.class);

  private final Map<String, Drill> drills = new LinkedHashMap<>();
  private final ScheduledExecutorService executor = DaemonExecutors.scheduled("local-drills");

  private interface Drill {
    void run() throws IOException, InterruptedException, CoordinatorStartException;
  }

  /**
   * The drills of a platform.
   *
   * @param recentlyCompleted how many runs completed in the window of {@code high-failure-rate}
   */
  public Drills(
      HostedService coordinator,
      HostedService runners,
      RunsClient runs,
      DoubleSupplier recentlyCompleted) {
    drills.put("runners-stop", runners::stop);
    drills.put("runners-start", runners::start);
    drills.put("coordinator-stop", coordinator::stop);
    drills.put("coordinator-start", coordinator::start);
    drills.put("fail-runs", () -> fail(runs, recentlyCompleted.getAsDouble()));
    drills.put("queue-flood", () -> flood(runs));
    drills.put("queue-drain", () -> drain(runs));
  }

  @Override
  public Set<String> names() {
    return drills.keySet();
  }

  @Override
  public boolean begin(String name) {
    Drill drill = drills.get(name);
    if (drill == null) {
      return false;
    }
    executor.execute(() -> run(name, drill));
    return true;
  }

  private static void run(String name, Drill drill) {
    try {
      drill.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | CoordinatorStartException | RuntimeException e) {
      LOG.warn("Drill {} failed: {}", name, e.getMessage());
    }
  }

  /** Fails so many runs that they are well over a tenth of all that ended recently. */
  private static void fail(RunsClient runs, double completed)
      throws IOException, InterruptedException {
    long failures = 5 + Math.round(completed * 0.25);
    for (long i = 0; i < failures; i++) {
      runs.create("fail", Map.of("message", "failed by a drill"), Map.of());
    }
  }

  private static void flood(RunsClient runs) throws IOException, InterruptedException {
    for (int i = runs.pendingOfDrills().size(); i < FLOOD; i++) {
      runs.create("echo", Map.of(), Map.of("tags", List.of("a-tag-that-no-runner-has")));
    }
  }

  private static void drain(RunsClient runs) throws IOException, InterruptedException {
    for (String run : runs.pendingOfDrills()) {
      runs.stop(run);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
