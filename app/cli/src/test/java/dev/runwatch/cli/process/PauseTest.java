/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.testing.Launched;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator that is stopped by SIGSTOP for longer than --remove-after. */
final class PauseTest {

  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Duration REMOVE_AFTER = Duration.ofSeconds(5);

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString()).body();
  }

  /** The store's lock file names the process that has it. */
  private void signal(String name) throws IOException, InterruptedException {
    String pid = Files.readString(folder.resolve(".runwatch/runs.db.lock")).strip();
    Process kill = new ProcessBuilder("kill", "-" + name, pid).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  @Test
  void aPauseRemovesNoLiveRunnerAndFailsNoRun() throws Exception {
    String options =
        "coordinator --listen 127.0.0.1:0 --heartbeat-interval 500ms --stale-after 2s"
            + " --remove-after "
            + REMOVE_AFTER.toMillis()
            + "ms";
    try (Launched coordinator = Processes.runwatch(folder, options)) {
      URI uri = URI.create(coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG));
      try (Launched runner = Processes.runwatch(folder, "runner --coordinator " + uri)) {
        runner.awaitLine("runner (lnch_\\S+) ready", LONG);
        send(
            HttpRequest.newBuilder(uri.resolve("/runs"))
                .POST(
                    BodyPublishers.ofString(
                        "{\"executor\":\"sleep\",\"parameters\":{\"seconds\":600}}")));
        HttpRequest.Builder running = HttpRequest.newBuilder(uri.resolve("/runs?status=running"));
        await().atMost(LONG).until(() -> send(running).contains("run_"));
        signal("STOP");
        try {
          await().pollDelay(REMOVE_AFTER.multipliedBy(2)).atMost(LONG).until(coordinator::alive);
        } finally {
          signal("CONT");
        }
        await()
            .during(REMOVE_AFTER.plusSeconds(1))
            .atMost(LONG)
            .until(() -> send(running).contains("run_"));
        assertThat(runner.alive()).isTrue();
      }
    }
  }
}
