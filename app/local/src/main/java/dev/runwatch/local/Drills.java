/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local;

import dev.runwatch.coordinator.CoordinatorStartException;
import dev.runwatch.local.console.DrillRegistry;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes wrong on purpose. Drills are carried out one after the other, in any order and as often
 * as one likes; one that is in force already changes nothing.
 */
final class Drills implements DrillRegistry, AutoCloseable {

  /** The type of the runs that drills create; they wait for a runner for ever. */
  static final String RUN_TYPE = "runwatch-drill";

  private static final Logger LOG = LoggerFactory.getLogger(Drills.class);
  private static final int FLOOD = 60;

  private final Map<String, Step> steps = new LinkedHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread created = new Thread(task, "local-drills");
            created.setDaemon(true);
            return created;
          });

  private interface Step {
    void run() throws IOException, InterruptedException, CoordinatorStartException;
  }

  Drills(CoordinatorHost coordinator, RunnerHost runners, RunsClient runs, RecentRuns recent) {
    steps.put("runners-stop", runners::stop);
    steps.put("runners-start", runners::start);
    steps.put("coordinator-stop", coordinator::stop);
    steps.put("coordinator-start", coordinator::start);
    steps.put("fail-runs", () -> fail(runs, recent));
    steps.put("queue-flood", () -> flood(runs));
    steps.put("queue-drain", () -> drain(runs));
  }

  @Override
  public Set<String> names() {
    return steps.keySet();
  }

  @Override
  public boolean begin(String name) {
    Step step = steps.get(name);
    if (step == null) {
      return false;
    }
    thread.execute(
        () -> {
          try {
            step.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (IOException | CoordinatorStartException | RuntimeException e) {
            LOG.warn("Drill {} could not be carried out: {}", name, e.getMessage());
          }
        });
    return true;
  }

  /**
   * So many failures that they are well over a tenth of all runs of the last quarter of an hour.
   */
  private static void fail(RunsClient runs, RecentRuns recent)
      throws IOException, InterruptedException {
    long failures = 5 + Math.round(recent.completed() * 0.25);
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
    thread.shutdownNow();
  }

  /** How many runs have completed lately. */
  interface RecentRuns {
    double completed();
  }
}
