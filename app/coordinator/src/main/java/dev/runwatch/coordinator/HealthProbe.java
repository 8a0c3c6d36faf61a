/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.coordinator.task.RecurringTask;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;

/** Asks {@code GET /health} over the service's own socket, as a client would. */
final class HealthProbe implements AutoCloseable {

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How long an answer may take while the service counts as serving. */
  private static final Duration PROMPT = Duration.ofSeconds(1);

  private final URI health;
  private final Duration pause;
  private final RecurringTask task;

  /** What was answered, and when. */
  private record Answer(boolean healthy, long at) {
    Duration age() {
      return Duration.ofNanos(System.nanoTime() - at);
    }
  }

  private volatile Answer last = new Answer(false, System.nanoTime());

  /**
   * Asks once, then again and again.
   *
   * @param step how often the result is read; it is renewed four times as often
   * @param removeAfter how long runners may be silent; that the service does not serve is noticed
   *     well before
   */
  HealthProbe(URI service, Duration step, Duration removeAfter) {
    this.health = service.resolve("/health");
    this.pause = pause(step, removeAfter);
    this.task = new RecurringTask("coordinator-health", pause, this::ask);
    task.runSafely();
    task.start();
  }

  private static Duration pause(Duration step, Duration removeAfter) {
    Duration shortest =
        List.of(step.dividedBy(4), removeAfter.dividedBy(10), LONGEST_PAUSE).stream()
            .min(Duration::compareTo)
            .orElseThrow();
    return shortest.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : shortest;
  }

  /** Whether the last answer was 200 and is not out of date. */
  boolean healthy() {
    Answer answer = last;
    // Connecting and reading may each take so long.
    Duration oldest = pause.multipliedBy(2).plus(PATIENCE.multipliedBy(2));
    return answer.healthy() && answer.age().compareTo(oldest) <= 0;
  }

  /** Whether requests are answered, and promptly. */
  boolean serving() {
    Answer answer = last;
    return answer.healthy() && answer.age().compareTo(pause.multipliedBy(2).plus(PROMPT)) <= 0;
  }

  private void ask() {
    boolean healthy = false;
    try {
      // Not through a proxy that the environment may name: it is this process that is asked.
      HttpURLConnection connection =
          (HttpURLConnection) health.toURL().openConnection(Proxy.NO_PROXY);
      if (connection instanceof HttpsURLConnection secure) {
        OwnCertificate.accept(secure);
      }
      connection.setConnectTimeout((int) PATIENCE.toMillis());
      connection.setReadTimeout((int) PATIENCE.toMillis());
      healthy = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      connection.disconnect();
    } catch (IOException e) {
      healthy = false;
    } finally {
      last = new Answer(healthy, System.nanoTime());
    }
  }

  @Override
  public void close() {
    task.close();
  }
}
