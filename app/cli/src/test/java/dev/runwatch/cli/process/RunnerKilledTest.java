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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runner that is killed by SIGKILL. */
final class RunnerKilledTest {

  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private boolean runs(String name) throws IOException {
    Path file = folder.resolve(name);
    String pid = Files.exists(file) ? Files.readString(file).strip() : "";
    if (pid.isEmpty()) {
      return false;
    }
    Path stat = Path.of("/proc", pid, "stat");
    try {
      return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void noProcessOfItsRunsIsAliveFiveSecondsAfterItsSuccessorHasStarted() throws Exception {
    String command =
        "echo $$ > leader; sleep 600 & echo $! > child;"
            + " setsid sh -c 'echo $$ > daemon; exec sleep 600' </dev/null >/dev/null 2>&1 & wait";
    try (Launched coordinator = Processes.runwatch(folder, "coordinator --listen 127.0.0.1:0")) {
      URI uri = URI.create(coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG));
      String options = "runner --enable-shell --coordinator " + uri;
      Launched killed = Processes.runwatch(folder, options);
      long pid = killed.pid();
      killed.awaitLine("runner (lnch_\\S+) ready", LONG);
      http.send(
          HttpRequest.newBuilder(uri.resolve("/runs"))
              .POST(
                  BodyPublishers.ofString(
                      "{\"executor\":\"shell\",\"parameters\":{\"command\":\"%s\"}}"
                          .formatted(command)))
              .build(),
          BodyHandlers.ofString());
      await().atMost(LONG).until(() -> runs("leader") && runs("child") && runs("daemon"));

      ProcessHandle.of(pid).orElseThrow().destroyForcibly();

      assertThat(killed.awaitEnd(LONG)).isEqualTo(137);
      assertThat(List.of(runs("leader"), runs("child"), runs("daemon"))).containsOnly(true);
      try (Launched successor = Processes.runwatch(folder, options)) {
        successor.awaitLine("runner (lnch_\\S+) ready", LONG);
        await()
            .atMost(Duration.ofSeconds(5))
            .until(() -> !runs("leader") && !runs("child") && !runs("daemon"));
      }
    }
  }
}
