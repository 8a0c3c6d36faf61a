/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import dev.runwatch.metrics.RunnerMetrics;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The state behind the gauges.
 *
 * @param ended whether the runner is ending or has ended and offers no slot any more
 */
record ObservedState(ConnectivityState connectivity, RunTable table, AtomicBoolean ended)
    implements RunnerMetrics.State {

  @Override
  public boolean coordinatorReachable() {
    return connectivity.reachable();
  }

  @Override
  public int slotsTotal() {
    return ended.get() ? 0 : table.slots();
  }

  @Override
  public int slotsBusy() {
    return table.busy();
  }
}
