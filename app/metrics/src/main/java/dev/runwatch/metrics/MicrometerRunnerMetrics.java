/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Records into Micrometer. */
final class MicrometerRunnerMetrics implements RunnerMetrics {

  private final Meters meters;
  private final Counter executed;
  private final Timer duration;
  private final Counter heartbeatFailures;
  private final Counter faults;

  MicrometerRunnerMetrics(MeterRegistry registry, Environment environment) {
    this.meters = new Meters(registry, environment);
    this.executed = meters.counter(MetricCatalogue.RUNS_EXECUTED);
    this.duration = meters.timer(MetricCatalogue.RUN_DURATION);
    this.heartbeatFailures = meters.counter(MetricCatalogue.HEARTBEAT_FAILURES);
    this.faults = meters.counter(MetricCatalogue.RUNNER_FAULTS);
  }

  @Override
  public void runExecuted(Duration time) {
    executed.increment();
    duration.record(time);
  }

  @Override
  public void heartbeatFailed() {
    heartbeatFailures.increment();
  }

  @Override
  public void runnerFault() {
    faults.increment();
  }

  @Override
  public void observe(State state) {
    meters.gauge(
        MetricCatalogue.COORDINATOR_REACHABLE, state, s -> s.coordinatorReachable() ? 1 : 0);
    meters.gauge(MetricCatalogue.RUNNER_SLOTS_COUNT, state, State::slotsTotal);
    meters.gauge(MetricCatalogue.RUNNER_SLOTS_BUSY, state, State::slotsBusy);
  }
}
