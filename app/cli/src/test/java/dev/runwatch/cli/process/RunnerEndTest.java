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
import java.util.List;
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

  private void post(URI uri, String run) throws Exception {
    send(HttpRequest.newBuilder(uri.resolve("/runs")).POST(BodyPublishers.ofString(run)));
  }

  private static String sleep(double seconds, int executions) {
    return "{\"executor\":\"sleep\",\"max_executions\":%d,\"parameters\":{\"seconds\":%s}}"
        .formatted(executions, seconds);
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
        post(uri, sleep(3, 1));
        await().atMost(LONG).until(() -> send(running).contains("run_"));
        runner.terminate();
        assertThat(runner.awaitEnd(LONG)).as(runner.err()).isZero();
        assertThat(send(all)).contains("\"completed\"").doesNotContain("\"failed\"");
      }
      try (Launched runner = Processes.runwatch(folder, "runner --coordinator " + uri)) {
        runner.awaitLine("runner (lnch_\\S+) ready", LONG);
        post(uri, sleep(600, 1));
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
  void noRunIsLostOrStoppedByADrainAndThoseThatOutliveItAreAccountedByTheirPolicy()
      throws Exception {
    try (Launched coordinator = coordinator()) {
      URI uri = URI.create(coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG));
      try (Launched runner =
          Processes.runwatch(folder, "runner --drain 6s --max-runs 4 --coordinator " + uri)) {
        runner.awaitLine("runner (lnch_\\S+) ready", LONG);
        for (String run : List.of(sleep(3, 1), sleep(3, 1), sleep(600, 1), sleep(600, 2))) {
          post(uri, run);
        }
        await().atMost(LONG).until(() -> count(uri, "running") == 4);
        for (int i = 0; i < 4; i++) {
          post(uri, "{\"executor\":\"echo\"}");
        }

        runner.terminate();

        assertThat(runner.awaitEnd(LONG)).as(runner.err()).isZero();
      }
      assertThat(count(uri, "completed")).isEqualTo(2);
      assertThat(count(uri, "failed")).isEqualTo(1);
      assertThat(count(uri, "pending")).isEqualTo(5);
    }
  }

  private int count(URI uri, String status) throws Exception {
    String runs = send(HttpRequest.newBuilder(uri.resolve("/runs?status=" + status)));
    return runs.split("\"run_id\"", -1).length - 1;
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
