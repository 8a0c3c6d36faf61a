/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/**
 * What a runner records. Every counter exists, at zero, from the moment the recorder is made.
 *
 * <p>Implementations are safe for use by many threads and never throw.
 */
public interface RunnerMetrics {

  /** Records nothing. */
  RunnerMetrics NOOP = new NoopRunnerMetrics();

  /** Records into a registry, each meter with the environment as its dimension. */
  static RunnerMetrics on(MeterRegistry registry, Environment environment) {
    return new MicrometerRunnerMetrics(registry, environment);
  }

  /**
   * A run's execution ended, whatever its end.
   *
   * @param duration from the start of its process to its end; not negative
   */
  void runExecuted(Duration duration);

  /** A heartbeat did not get through. */
  void heartbeatFailed();

  /** A run could not be started by a fault of this runner. */
  void runnerFault();

  /** Binds the gauges to the state they report; to be called once. */
  void observe(State state);

  /** The state behind the gauges, read once a step. */
  interface State {
    /** Whether the last heartbeat or poll got through. */
    boolean coordinatorReachable();

    /** How many runs this runner executes at most at once. */
    int slotsTotal();

    /** How many it is executing. */
    int slotsBusy();
  }
}
