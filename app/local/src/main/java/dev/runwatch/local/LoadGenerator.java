/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Creates runs in a steady rhythm, so that there is something to see. */
final class LoadGenerator implements AutoCloseable {

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread created = new Thread(task, "local-load");
            created.setDaemon(true);
            return created;
          });

  LoadGenerator(RunsClient runs, int perMinute, Duration minute) {
    if (perMinute > 0) {
      long nanos = Math.max(1, minute.toNanos() / perMinute);
      var unused =
          thread.scheduleAtFixedRate(() -> create(runs), nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private static void create(RunsClient runs) {
    try {
      runs.createLoad();
    } catch (IOException e) {
      // The coordinator is stopped by a drill; load that cannot be placed is not made up for.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
