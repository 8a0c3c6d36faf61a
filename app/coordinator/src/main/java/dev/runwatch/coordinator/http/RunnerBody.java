/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.Runner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A runner as bodies show it. */
record RunnerBody(
    String runnerId,
    String hostname,
    String projectDir,
    String executorProfile,
    Set<String> executors,
    Set<String> tags,
    @Nullable Integer maxRuns,
    List<String> runs,
    String status,
    String registeredAt,
    String lastHeartbeat,
    double secondsSinceHeartbeat) {

  /** All runners. */
  record ListBody(List<RunnerBody> runners) {}

  /**
   * A runner.
   *
   * @param runs the runs that it has
   */
  static RunnerBody of(Runner runner, List<RunId> runs, Instant now, boolean online) {
    Duration silent = Duration.between(runner.lastSeen(), now);
    return new RunnerBody(
        runner.id().value(),
        runner.hostname(),
        runner.projectDir(),
        runner.executorProfile(),
        new TreeSet<>(runner.executors()),
        new TreeSet<>(runner.tags()),
        runner.maxRuns(),
        runs.stream().map(RunId::value).toList(),
        online ? "online" : "stale",
        Timestamps.text(runner.registeredAt()),
        Timestamps.text(runner.lastSeen()),
        Math.max(0, silent.toMillis()) / 1000.0);
  }
}
