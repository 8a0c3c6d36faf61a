/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.drills;

import dev.runwatch.common.DaemonExecutors;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Creates runs at a steady rate. Runs that the coordinator does not take, because a drill stopped
 * it, are not made up for.
 */
public final class LoadGenerator implements AutoCloseable {

  private final ScheduledExecutorService executor = DaemonExecutors.scheduled("local-load");

  /**
   * Starts creating runs.
   *
   * @param perMinute how many runs to create in each minute; 0 creates none
   * @param minute the length of a minute
   */
  public LoadGenerator(RunsClient runs, int perMinute, Duration minute) {
    if (perMinute > 0) {
      long nanos = Math.max(1, minute.toNanos() / perMinute);
      var unused =
          executor.scheduleAtFixedRate(() -> create(runs), nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private static void create(RunsClient runs) {
    try {
      runs.createLoad();
    } catch (IOException e) {
      // The coordinator is stopped; the next run is tried in its turn.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
