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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal in the folder of a service, with the defaults of both. */
final class LocalBesideAServiceTest {

  private static final Duration LONG = Duration.ofMinutes(3);
  private static final String COORDINATOR = "coordinator ready on (http://\\S+)";
  private static final String LOCAL = "local --port 0 --console-port 0 --minute 1s --for ";

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString()).body();
  }

  private static Launched coordinator(Path folder, String environment) {
    return Processes.runwatch(
        folder, "coordinator --listen 127.0.0.1:0 --step 1s --environment " + environment);
  }

  @Test
  void aRehearsalTakesNothingOverFromAServiceThatRuns() throws Exception {
    try (Launched coordinator = coordinator(folder, "prod")) {
      String uri = coordinator.awaitLine(COORDINATOR, LONG);
      try (Launched runner = Processes.runwatch(folder, "runner --coordinator " + uri)) {
        runner.awaitLine("runner (lnch_\\S+) ready", LONG);
        send(
            HttpRequest.newBuilder(URI.create(uri + "/runs"))
                .POST(
                    BodyPublishers.ofString(
                        "{\"executor\":\"sleep\",\"parameters\":{\"seconds\":600}}")));
        HttpRequest.Builder running =
            HttpRequest.newBuilder(URI.create(uri + "/runs?status=running"));
        await().atMost(LONG).until(() -> send(running).contains("run_"));
        try (Launched local = Processes.runwatch(folder, LOCAL + "5s")) {
          assertThat(local.awaitEnd(LONG)).as(local.err()).isZero();
        }
        assertThat(send(running)).contains("run_");
        assertThat(runner.alive()).isTrue();
      }
    }
  }

  @Test
  void aRehearsalTouchesNoFileOfAServiceThatIsDown() throws Exception {
    try (Launched coordinator = coordinator(folder, "prod")) {
      coordinator.awaitLine(COORDINATOR, LONG);
      Path journal = folder.resolve(".runwatch/journal");
      await()
          .atMost(LONG)
          .until(() -> files(journal).values().stream().anyMatch(size -> size.length > 0));
      coordinator.kill();
    }
    Path data = folder.resolve(".runwatch");
    Map<Path, byte[]> before = files(data);
    try (Launched local = Processes.runwatch(folder, LOCAL + "5s")) {
      assertThat(local.awaitEnd(LONG)).as(local.err()).isZero();
    }
    Map<Path, byte[]> after = files(data);
    after.keySet().removeIf(path -> path.startsWith(data.resolve("local")));
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.forEach((path, bytes) -> assertThat(after.get(path)).as("%s", path).isEqualTo(bytes));
    assertThat(data.resolve("local/runs.db")).exists();
  }

  @Test
  void aStoreOfAnotherEnvironmentEndsTheCommandWithStatus2() throws Exception {
    try (Launched coordinator = coordinator(folder, "prod")) {
      coordinator.awaitLine(COORDINATOR, LONG);
      try (Launched second = coordinator(folder, "prod")) {
        assertThat(second.awaitEnd(LONG)).isEqualTo(1);
        assertThat(second.err()).contains("is in use by process");
      }
      coordinator.terminate();
      assertThat(coordinator.awaitEnd(LONG)).isZero();
    }
    try (Launched other = coordinator(folder, "dev")) {
      assertThat(other.awaitEnd(LONG)).isEqualTo(2);
      assertThat(other.err().lines()).as(other.err()).hasSize(1);
      assertThat(other.err()).contains("environment 'prod'", "environment 'dev'");
    }
    try (Launched local = Processes.runwatch(folder, LOCAL + "5s --data-dir .runwatch")) {
      assertThat(local.awaitEnd(LONG)).isEqualTo(2);
      assertThat(local.err().lines()).as(local.err()).hasSize(1);
    }
  }

  private static Map<Path, byte[]> files(Path folder) throws IOException {
    Map<Path, byte[]> files = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.filter(Files::isRegularFile).toList()) {
          files.put(path, Files.readAllBytes(path));
        }
      }
    }
    return files;
  }
}
