/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.coordinator.dispatch.RunnerLiveness;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.store.SqlStore;
import dev.runwatch.coordinator.stream.EventStreams;
import dev.runwatch.coordinator.task.RecurringTask;
import dev.runwatch.metrics.CoordinatorMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/**
 * What the gauges read: the queue and the runners, the same from every replica.
 *
 * <p>A thread of its own reads the store, so that a gauge never waits for it. A sample that is too
 * old is no value.
 */
final class CoordinatorGauges implements CoordinatorMetrics.State, AutoCloseable {

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private static final Set<RunStatus> COUNTED_ENDS = Set.of(RunStatus.COMPLETED, RunStatus.FAILED);

  private record Sample(
      long pending,
      long running,
      long recentlyFailed,
      long recentlyEnded,
      Duration oldestPendingAge,
      long online,
      long takenAt) {}

  private final SqlStore store;
  private final EventStreams streams;
  private final HealthProbe probe;
  private final InstantSource clock;
  private final RunnerLiveness liveness;
  private final Duration recent;
  private final Duration oldest;
  private final RecurringTask sampling;
  private volatile Sample last;

  /**
   * Begins to sample.
   *
   * @param step how often the gauges are read
   * @param recent the time over which ended runs are counted, whatever the step
   */
  CoordinatorGauges(
      SqlStore store,
      EventStreams streams,
      HealthProbe probe,
      InstantSource clock,
      RunnerLiveness liveness,
      Duration step,
      Duration recent) {
    this.store = store;
    this.streams = streams;
    this.probe = probe;
    this.clock = clock;
    this.liveness = liveness;
    this.recent = recent;
    Duration pause = pause(step);
    this.oldest = pause.multipliedBy(2).plus(MARGIN);
    this.last = sample();
    this.sampling = new RecurringTask("coordinator-gauges", pause, () -> last = sample());
    sampling.start();
  }

  private static Duration pause(Duration step) {
    Duration part = step.dividedBy(8);
    return part.compareTo(LONGEST_PAUSE) > 0
        ? LONGEST_PAUSE
        : part.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : part;
  }

  private Sample sample() {
    Instant now = clock.instant();
    Duration age =
        store
            .runs()
            .oldestPending()
            .map(created -> Duration.between(created, now))
            .filter(it -> !it.isNegative())
            .orElse(Duration.ZERO);
    return new Sample(
        store.runs().countPending(),
        store.runs().countRunning(),
        store.runs().countEnded(Set.of(RunStatus.FAILED), now.minus(recent)),
        store.runs().countEnded(COUNTED_ENDS, now.minus(recent)),
        age,
        store.runners().all().stream().filter(liveness::online).count(),
        System.nanoTime());
  }

  private Sample last() {
    Sample sample = last;
    if (System.nanoTime() - sample.takenAt() > oldest.toNanos()) {
      throw new IllegalStateException("the store has not been read for " + oldest);
    }
    return sample;
  }

  @Override
  public long pendingRuns() {
    return last().pending();
  }

  @Override
  public long runningRuns() {
    return last().running();
  }

  @Override
  public long recentlyFailed() {
    return last().recentlyFailed();
  }

  @Override
  public long recentlyEnded() {
    return last().recentlyEnded();
  }

  @Override
  public Duration oldestPendingAge() {
    return last().oldestPendingAge();
  }

  @Override
  public long onlineRunners() {
    return last().online();
  }

  @Override
  public long sseConnections() {
    return streams.size();
  }

  @Override
  public boolean healthy() {
    return probe.healthy();
  }

  @Override
  public void close() {
    sampling.close();
  }
}
