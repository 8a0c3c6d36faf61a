/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final Set<PendingReports.Pending> adopted = new LinkedHashSet<>();
  private final Map<String, HandOut> endedNames = new LinkedHashMap<>();
  private final Map<String, Report> endedReports = new LinkedHashMap<>();

  private Runnable freed = () -> {};

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

  /** Calls this whenever a slot becomes free. */
  synchronized void whenFreed(Runnable callback) {
    freed = callback;
  }

  synchronized boolean hasFreeSlot() {
    return active.size() < slots;
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

  /** What this runner has, and what it or a predecessor finished and has not reported. */
  synchronized List<HandOut> held() {
    List<HandOut> held = new ArrayList<>();
    adopted.forEach(report -> held.add(report.run()));
    active.values().forEach(run -> held.add(run.handOut()));
    return held;
  }

  /** Holds a run that a predecessor finished, until it is reported. */
  synchronized void adopt(PendingReports.Pending report) {
    adopted.add(report);
  }

  synchronized List<PendingReports.Pending> adopted() {
    return List.copyOf(adopted);
  }

  synchronized void reported(PendingReports.Pending report) {
    adopted.remove(report);
  }

  /** Waits until a run has no execution any more. */
  synchronized void awaitReleased(String runId) throws InterruptedException {
    while (active.containsKey(runId)) {
      wait();
    }
  }

  /** Whether this hand-out of a run, or one that cannot be told apart, has ended here. */
  synchronized boolean hasEnded(HandOut run) {
    HandOut ended = endedNames.get(run.runId());
    return ended != null && !ended.differsFrom(run);
  }

  /** The last report of an ended run, if it is still kept. */
  synchronized Optional<Report> lastReport(String runId) {
    return Optional.ofNullable(endedReports.get(runId));
  }

  /** Frees the slot of a run whose end the coordinator has accepted or refused. */
  void release(HandOut run, @Nullable Report last) {
    String runId = run.runId();
    Runnable callback;
    synchronized (this) {
      active.remove(runId);
      remember(endedNames, runId, run, MOST_NAMES);
      endedReports.remove(runId);
      if (last != null && last.kind() != Report.Kind.ABANDONED) {
        remember(endedReports, runId, last, MOST_REPORTS);
      }
      notifyAll();
      callback = freed;
    }
    callback.run();
  }

  private static <V> void remember(Map<String, V> map, String runId, V value, int most) {
    map.put(runId, value);
    if (map.size() > most) {
      map.remove(map.keySet().iterator().next());
    }
  }
}
