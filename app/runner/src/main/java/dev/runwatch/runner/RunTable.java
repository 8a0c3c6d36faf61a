/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The runs of this runner: those whose end the coordinator does not have yet, each in a slot, and
 * the latest ended ones, so that a run that is delivered twice is executed once. Thread-safe.
 */
final class RunTable {

  /** How many ended runs are remembered by name, and how many of them with their last report. */
  private static final int MOST_NAMES = 10_000;

  private static final int MOST_REPORTS = 64;

  private final int slots;
  private final Map<String, Execution> active = new HashMap<>();
  private final Map<String, Boolean> endedNames = new LinkedHashMap<>();
  private final Map<String, Report> endedReports = new LinkedHashMap<>();

  RunTable(int slots) {
    this.slots = slots;
  }

  int slots() {
    return slots;
  }

  /** How many runs are executing. */
  synchronized int busy() {
    return (int) active.values().stream().filter(run -> !run.end().isDone()).count();
  }

  synchronized boolean awaitFreeSlot(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (active.size() >= slots) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }

  /** Waits until no run is left. */
  synchronized boolean awaitEmpty(long deadlineNanos) throws InterruptedException {
    while (!active.isEmpty()) {
      long millis = (deadlineNanos - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }

  synchronized void add(Execution execution) {
    active.put(execution.runId(), execution);
  }

  synchronized Optional<Execution> find(String runId) {
    return Optional.ofNullable(active.get(runId));
  }

  synchronized List<Execution> active() {
    return List.copyOf(active.values());
  }

  synchronized boolean hasEnded(String runId) {
    return endedNames.containsKey(runId);
  }

  /** The last report of an ended run, if it is still kept. */
  synchronized Optional<Report> lastReport(String runId) {
    return Optional.ofNullable(endedReports.get(runId));
  }

  /** Frees the slot of a run whose end the coordinator has accepted or refused. */
  synchronized void release(String runId, @Nullable Report last) {
    active.remove(runId);
    remember(endedNames, runId, true, MOST_NAMES);
    if (last != null) {
      remember(endedReports, runId, last, MOST_REPORTS);
    }
    notifyAll();
  }

  private static <V> void remember(Map<String, V> map, String runId, V value, int most) {
    map.put(runId, value);
    if (map.size() > most) {
      map.remove(map.keySet().iterator().next());
    }
  }
}
