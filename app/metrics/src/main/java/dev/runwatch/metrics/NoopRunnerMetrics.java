/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import java.time.Duration;

/** The null object. */
final class NoopRunnerMetrics implements RunnerMetrics {
  @Override
  public void runExecuted(Duration duration) {}

  @Override
  public void heartbeatFailed() {}

  @Override
  public void runnerFault() {}

  @Override
  public void observe(State state) {}
}
