/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.testing.Launched;
import dev.runwatch.testing.Needs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One of two runners cannot start processes: no run fails for it, and the other one takes them. */
final class BrokenRunnerTest {

  private static final Duration LONG = Duration.ofMinutes(3);
  private static final int RUNS = 20;

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  /** What breaks, with what the log says of it. */
  private enum Fault {
    DIRECTORY_GONE("does not exist") {
      @Override
      void happen(Launched runner, Path folder) throws Exception {
        Files.delete(folder.resolve("project"));
      }
    },
    DIRECTORY_IS_A_FILE("does not exist") {
      @Override
      void happen(Launched runner, Path folder) throws Exception {
        Files.delete(folder.resolve("project"));
        Files.createFile(folder.resolve("project"));
      }
    },
    NO_DATA_FOLDER("cannot start executor 'echo'") {
      @Override
      void happen(Launched runner, Path folder) throws Exception {
        Path data = folder.resolve("data");
        try (var all = Files.walk(data)) {
          for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
        Files.createFile(data);
      }
    },
    DISK_FULL("cannot start executor 'echo'") {
      @Override
      void happen(Launched runner, Path folder) throws Exception {
        limit(runner, "--fsize=0");
      }
    },
    NO_FILE_DESCRIPTORS("cannot start executor 'echo'") {
      @Override
      void happen(Launched runner, Path folder) throws Exception {
        Path open = Path.of("/proc", Long.toString(runner.pid()), "fd");
        try (var files = Files.list(open)) {
          long last =
              files.mapToLong(it -> Long.parseLong(it.getFileName().toString())).max().orElse(0);
          // Enough for a request, and not for the pipes of a process.
          limit(runner, "--nofile=" + (last + 4));
        }
      }
    };

    private final String log;

    Fault(String log) {
      this.log = log;
    }

    abstract void happen(Launched runner, Path folder) throws Exception;

    private static void limit(Launched runner, String limit) throws Exception {
      Process prlimit =
          new ProcessBuilder(Needs.program("prlimit").toString(), "--pid", "" + runner.pid(), limit)
              .start();
      assertThat(prlimit.waitFor()).isZero();
    }
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString()).body();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void noRunFailsForABrokenRunnerAndItsLogSaysWhy(Fault fault) throws Exception {
    Files.createDirectory(folder.resolve("project"));
    try (Launched coordinator = Processes.runwatch(folder, "coordinator --listen 127.0.0.1:0")) {
      URI uri = URI.create(coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG));
      String options = "runner --metrics-listen 127.0.0.1:0 --coordinator " + uri;
      try (Launched broken =
              Processes.runwatch(
                  folder, options + " --name broken --project-dir project --data-dir data");
          Launched sound = Processes.runwatch(folder, options + " --name sound")) {
        String pages = broken.awaitLine("runner metrics on (http://\\S+)", LONG);
        broken.awaitLine("runner (lnch_\\S+) ready", LONG);
        sound.awaitLine("runner (lnch_\\S+) ready", LONG);
        fault.happen(broken, folder);

        for (int i = 0; i < RUNS; i++) {
          send(
              HttpRequest.newBuilder(uri.resolve("/runs"))
                  .POST(BodyPublishers.ofString("{\"executor\":\"echo\"}")));
        }

        HttpRequest.Builder completed =
            HttpRequest.newBuilder(uri.resolve("/runs?status=completed"));
        await().atMost(LONG).until(() -> send(completed).split("run_id").length == RUNS + 1);
        if (fault != Fault.DISK_FULL) { // the log is a file too
          assertThat(broken.err()).contains(fault.log);
        }
        if (fault != Fault.NO_FILE_DESCRIPTORS) {
          assertThat(send(HttpRequest.newBuilder(URI.create(pages + "/metrics"))))
              .containsPattern("runner_faults_total\\{Environment=\"dev\"} [1-9]");
        }
      }
    }
  }
}
