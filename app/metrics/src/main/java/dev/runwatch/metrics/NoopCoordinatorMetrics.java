/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import java.time.Duration;

/** The null object. */
final class NoopCoordinatorMetrics implements CoordinatorMetrics {
  @Override
  public void runCreated() {}

  @Override
  public void runCompleted() {}

  @Override
  public void runFailed() {}

  @Override
  public void runStopped() {}

  @Override
  public void runRetried() {}

  @Override
  public void runWaited(Duration wait) {}

  @Override
  public void requestServed(String route, int status, Duration latency) {}

  @Override
  public void observe(State state) {}
}
