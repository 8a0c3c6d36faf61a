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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A coordinator that is killed while a run executes, and comes back after the run has ended: after
 * 2 s, and after 10 minutes with the profile {@code endurance}.
 */
final class CoordinatorOutageTest {

  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("runwatch.outage.seconds", 2));

  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private String send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString()).body();
  }

  @Test
  void aRunThatEndedMeanwhileIsReportedOnceAlsoByTheSuccessorOfItsRunner() throws Exception {
    URI uri;
    Launched runner;
    String command = "{\"executor\":\"shell\",\"parameters\":{\"command\":\"%s\"}}";
    try (Launched coordinator = Processes.runwatch(folder, "coordinator --listen 127.0.0.1:0")) {
      uri = URI.create(coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG));
      runner = Processes.runwatch(folder, "runner --enable-shell --coordinator " + uri);
      runner.awaitLine("runner (lnch_\\S+) ready", LONG);
      send(
          HttpRequest.newBuilder(uri.resolve("/runs"))
              .POST(
                  BodyPublishers.ofString(
                      command.formatted(
                          "touch begun; until [ -e go ]; do sleep 0.1; done; echo ended >> ends"))));
      await().atMost(LONG).until(() -> Files.exists(folder.resolve("begun")));
      coordinator.kill();
    }
    Files.createFile(folder.resolve("go"));
    await().atMost(LONG).until(() -> unreported() == 1);
    await().pollDelay(OUTAGE).atMost(OUTAGE.plus(LONG)).until(runner::alive);
    runner.kill();
    try (Launched coordinator =
            Processes.runwatch(folder, "coordinator --listen 127.0.0.1:" + uri.getPort());
        Launched successor =
            Processes.runwatch(folder, "runner --enable-shell --coordinator " + uri)) {
      coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG);
      successor.awaitLine("runner (lnch_\\S+) ready", LONG);
      HttpRequest.Builder completed = HttpRequest.newBuilder(uri.resolve("/runs?status=completed"));
      await().atMost(LONG).until(() -> send(completed).contains("run_"));
      await().atMost(LONG).until(() -> unreported() == 0);
      assertThat(send(HttpRequest.newBuilder(uri.resolve("/metrics"))))
          .containsPattern("runs_completed_total\\{Environment=\"dev\"} 1(\\.0)?\\n")
          .doesNotContainPattern("runs_failed_total\\{Environment=\"dev\"} [1-9]");
      assertThat(
              Pattern.compile("completed by an earlier process").matcher(successor.err()).results())
          .hasSize(1);
    }
    assertThat(folder.resolve("ends")).hasContent("ended");
  }

  /** The ends that a runner has kept and not reported. */
  private long unreported() throws Exception {
    try (var files = Files.walk(folder.resolve(".runwatch/runner"))) {
      return files.filter(file -> file.toString().matches(".*/reports/run_.*\\.json")).count();
    }
  }
}
