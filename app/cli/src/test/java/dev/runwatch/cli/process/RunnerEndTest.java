/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.testing.Launched;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the process of a runner ends, as a supervisor sees it. */
final class RunnerEndTest {

  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private String send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString()).body();
  }

  private void post(URI uri, double seconds) throws Exception {
    send(
        HttpRequest.newBuilder(uri.resolve("/runs"))
            .POST(
                BodyPublishers.ofString(
                    "{\"executor\":\"sleep\",\"parameters\":{\"seconds\":%s}}"
                        .formatted(seconds))));
  }

  private Launched coordinator() {
    return Processes.runwatch(folder, "coordinator --listen 127.0.0.1:0");
  }

  @Test
  void aDrainedRunnerEndsWith0AfterItsRunsAndASecondSignalCutsTheDrainShort() throws Exception {
    try (Launched coordinator = coordinator()) {
      URI uri = URI.create(coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG));
      HttpRequest.Builder running = HttpRequest.newBuilder(uri.resolve("/runs?status=running"));
      HttpRequest.Builder all = HttpRequest.newBuilder(uri.resolve("/runs"));
      try (Launched runner = Processes.runwatch(folder, "runner --coordinator " + uri)) {
        runner.awaitLine("runner (lnch_\\S+) ready", LONG);
        post(uri, 3);
        await().atMost(LONG).until(() -> send(running).contains("run_"));
        runner.terminate();
        assertThat(runner.awaitEnd(LONG)).as(runner.err()).isZero();
        assertThat(send(all)).contains("\"completed\"").doesNotContain("\"failed\"");
      }
      try (Launched runner = Processes.runwatch(folder, "runner --coordinator " + uri)) {
        runner.awaitLine("runner (lnch_\\S+) ready", LONG);
        post(uri, 600);
        await().atMost(LONG).until(() -> send(running).contains("run_"));
        runner.terminate();
        await().atMost(LONG).until(() -> runner.err().contains("draining"));
        runner.terminate();
        assertThat(runner.awaitEnd(Duration.ofSeconds(50))).as(runner.err()).isZero();
        assertThat(send(all)).contains("the runner was shut down before the run ended");
      }
    }
  }

  @Test
  void aRunnerThatIsReplacedEndsWith75AndSaysHowToRunBoth() throws Exception {
    try (Launched coordinator = coordinator()) {
      URI uri = URI.create(coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG));
      try (Launched first = Processes.runwatch(folder, "runner --coordinator " + uri)) {
        first.awaitLine("runner (lnch_\\S+) ready", LONG);
        try (Launched second = Processes.runwatch(folder, "runner --coordinator " + uri)) {
          assertThat(first.awaitEnd(LONG)).as(first.err()).isEqualTo(75);
          assertThat(first.err()).contains("choose another --name");
          assertThat(second.alive()).isTrue();
        }
      }
    }
  }
}
