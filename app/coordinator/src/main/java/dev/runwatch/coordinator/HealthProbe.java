/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks {@code GET /health} over the service's own socket, as a client would. */
final class HealthProbe implements AutoCloseable {

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpRequest request;
  private final HttpClient client;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread created = new Thread(task, "coordinator-health");
            created.setDaemon(true);
            return created;
          });
  private volatile boolean healthy;

  /**
   * @param step how often the result is read; it is renewed four times as often
   */
  HealthProbe(URI service, Duration step) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    this.request = HttpRequest.newBuilder(service.resolve("/health")).timeout(PATIENCE).build();
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
      healthy = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      healthy = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
