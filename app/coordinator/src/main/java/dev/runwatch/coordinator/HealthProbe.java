/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks {@code GET /health} over the service's own socket, as a client would. */
final class HealthProbe implements AutoCloseable {

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final int PATIENCE_MILLIS = 5_000;

  private final URI health;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread created = new Thread(task, "coordinator-health");
            created.setDaemon(true);
            return created;
          });
  private volatile boolean healthy;

  /**
   * Asks once, then again and again.
   *
   * @param step how often the result is read; it is renewed four times as often
   */
  HealthProbe(URI service, Duration step) {
    this.health = service.resolve("/health");
    Duration quarter = step.dividedBy(4);
    Duration pause =
        quarter.compareTo(LONGEST_PAUSE) > 0
            ? LONGEST_PAUSE
            : quarter.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : quarter;
    ask();
    var unused =
        thread.scheduleWithFixedDelay(
            this::ask, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean healthy() {
    return healthy;
  }

  private void ask() {
    try {
      // Not by way of a proxy that the environment may name: it is this process that is asked.
      HttpURLConnection connection =
          (HttpURLConnection) health.toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      healthy = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      connection.disconnect();
    } catch (IOException | RuntimeException e) {
      healthy = false;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
