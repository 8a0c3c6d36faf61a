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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runners that are killed by SIGKILL while they execute runs. Two kills by default, and 20 with the
 * profile {@code endurance}.
 */
final class RunnersKilledUnderLoadTest {

  private static final int KILLS = Integer.getInteger("runwatch.kills", 2);
  private static final Duration LONG = Duration.ofMinutes(5);

  /** Leaves its process, its child and its daemon in files that tell whose they are. */
  private static final String COMMAND =
      "echo $$ > pids/$RUNWATCH_INSTANCE.$$; sleep 2 & echo $! > pids/$RUNWATCH_INSTANCE.$!;"
          + " setsid sh -c 'echo $$ > pids/$RUNWATCH_INSTANCE.$$; exec sleep 600'"
          + " </dev/null >/dev/null 2>&1 & sleep 1";

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> runs = new ArrayList<>();

  private String send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString()).body();
  }

  private void post(URI uri) throws Exception {
    String answer =
        send(
            HttpRequest.newBuilder(uri.resolve("/runs"))
                .POST(
                    BodyPublishers.ofString(
                        "{\"executor\":\"shell\",\"parameters\":{\"command\":\"%s\"}}"
                            .formatted(COMMAND))));
    runs.add(answer.replaceAll(".*(run_[0-9a-f]+).*", "$1"));
  }

  private Launched runner(URI uri, String name) {
    return Processes.runwatch(
        folder, "runner --enable-shell --name " + name + " --coordinator " + uri);
  }

  /** The processes of runs that are alive, by the instance that started them. */
  private List<String> alive() throws IOException {
    List<String> alive = new ArrayList<>();
    try (var files = Files.list(folder.resolve("pids"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        Path stat = Path.of("/proc", name.substring(name.indexOf('.') + 1), "stat");
        try {
          if (Files.exists(stat) && !Files.readString(stat).contains(") Z ")) {
            alive.add(name.substring(0, name.indexOf('.')));
          }
        } catch (IOException e) {
          continue; // ended meanwhile
        }
      }
    }
    return alive;
  }

  @Test
  void everyRunEndsAndNoProcessOfAKilledRunnerOutlivesTheStartOfItsSuccessor() throws Exception {
    Files.createDirectory(folder.resolve("pids"));
    try (Launched coordinator = Processes.runwatch(folder, "coordinator --listen 127.0.0.1:0")) {
      URI uri = URI.create(coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG));
      Launched[] runners = {runner(uri, "a"), runner(uri, "b")};
      for (Launched runner : runners) {
        runner.awaitLine("runner (lnch_\\S+) ready", LONG);
      }
      for (int kill = 0; kill < KILLS; kill++) {
        for (int i = 0; i < 8; i++) {
          post(uri);
        }
        await().atMost(LONG).until(() -> alive().size() >= 8);
        int victim = kill % 2;
        ProcessHandle.of(runners[victim].pid()).orElseThrow().destroyForcibly();
        assertThat(runners[victim].awaitEnd(LONG)).isEqualTo(137);
        runners[victim] = runner(uri, victim == 0 ? "a" : "b");
        runners[victim].awaitLine("runner (lnch_\\S+) ready", LONG);
        await()
            .atMost(Duration.ofSeconds(5))
            .until(() -> instances().size() == 2 && instances().containsAll(alive()));
      }
      for (String run : runs) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri.resolve("/runs/" + run));
        await().atMost(LONG).until(() -> send(request), this::hasEnded);
      }
      for (Launched runner : runners) {
        runner.close();
      }
    }
  }

  /** The runner processes that have a folder: those that run, and those nobody took over from. */
  private Set<String> instances() throws IOException {
    Path runners = folder.resolve(".runwatch/runner");
    try (var folders = Files.walk(runners, 2)) {
      return folders
          .filter(it -> runners.relativize(it).getNameCount() == 2)
          .map(it -> it.getFileName().toString())
          .collect(Collectors.toSet());
    }
  }

  private boolean hasEnded(String run) {
    return run.contains("\"status\":\"completed\"") || run.contains("\"status\":\"failed\"");
  }
}
