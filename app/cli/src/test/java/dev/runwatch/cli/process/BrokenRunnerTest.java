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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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
    DIRECTORY_GONE("the runner's directory '.*' does not exist") {
      @Override
      void happen(Launched runner, Path folder) throws Exception {
        Files.delete(folder.resolve("project"));
      }
    },
    /** Files end at 64 KiB: the log is one, and shorter. */
    DISK_FULL("cannot start executor 'own': ") {
      @Override
      void happen(Launched runner, Path folder) throws Exception {
        limit(runner, "--fsize=65536:");
      }
    },
    NO_FILE_DESCRIPTORS("cannot start executor 'own': .*(Too many open files|error=24)") {
      @Override
      void happen(Launched runner, Path folder) throws Exception {
        Path open = Path.of("/proc", Long.toString(runner.pid()), "fd");
        try (var files = Files.list(open)) {
          long last =
              files.mapToLong(it -> Long.parseLong(it.getFileName().toString())).max().orElse(0);
          // Enough for a request, and not for the pipes of a process.
          limit(runner, "--nofile=" + (last + 4) + ":");
        }
      }

      @Override
      void end(Launched runner) throws Exception {
        restore(runner, "--nofile");
      }
    },
    EXECUTOR_GONE("executor 'own': '.*/broken.sh' does not exist") {
      @Override
      void happen(Launched runner, Path folder) throws Exception {
        Files.delete(folder.resolve("broken.sh"));
      }
    };

    private final String log;

    Fault(String log) {
      this.log = log;
    }

    abstract void happen(Launched runner, Path folder) throws Exception;

    /** Lets the runner answer to a request for its metrics again. */
    void end(Launched runner) throws Exception {}

    private static String limit(Launched runner, String... limit) throws Exception {
      List<String> command = new ArrayList<>();
      command.addAll(List.of(Needs.program("prlimit").toString(), "--pid", "" + runner.pid()));
      command.addAll(List.of(limit));
      Process prlimit = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(prlimit.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(prlimit.waitFor()).as(output).isZero();
      return output.strip();
    }

    private static void restore(Launched runner, String name) throws Exception {
      String hard = limit(runner, name, "--output=HARD", "--noheadings");
      limit(runner, name + "=" + hard + ":");
    }
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString()).body();
  }

  private Path script(String name) throws IOException {
    Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\ncat\n");
    assertThat(script.toFile().setExecutable(true, /* ownerOnly= */ false)).isTrue();
    return script;
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void noRunFailsForABrokenRunnerAndItsLogAndMetricSayWhy(Fault fault) throws Exception {
    Files.createDirectory(folder.resolve("project"));
    try (Launched coordinator = Processes.runwatch(folder, "coordinator --listen 127.0.0.1:0")) {
      URI uri = URI.create(coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG));
      String options = "runner --metrics-listen 127.0.0.1:0 --coordinator " + uri;
      try (Launched broken =
              Processes.runwatch(
                  folder,
                  options
                      + " --name broken --project-dir project --data-dir data --executors echo,own="
                      + script("broken.sh"));
          Launched sound =
              Processes.runwatch(
                  folder, options + " --name sound --executors own=" + script("sound.sh"))) {
        String pages = broken.awaitLine("runner metrics on (http://\\S+)", LONG);
        broken.awaitLine("runner (lnch_\\S+) ready", LONG);
        sound.awaitLine("runner (lnch_\\S+) ready", LONG);
        fault.happen(broken, folder);

        String run =
            "{\"executor\":\"own\",\"parameters\":{\"x\":\"" + "x".repeat(100_000) + "\"}}";
        for (int i = 0; i < RUNS; i++) {
          send(HttpRequest.newBuilder(uri.resolve("/runs")).POST(BodyPublishers.ofString(run)));
        }

        HttpRequest.Builder completed =
            HttpRequest.newBuilder(uri.resolve("/runs?status=completed"));
        await().atMost(LONG).until(() -> send(completed).split("run_id").length == RUNS + 1);
        await().atMost(LONG).until(() -> broken.err(), Pattern.compile(fault.log).asPredicate());
        fault.end(broken);
        assertThat(send(HttpRequest.newBuilder(URI.create(pages + "/metrics"))))
            .containsPattern("runner_faults_total\\{Environment=\"dev\"} [1-9]");
        assertThat(broken.alive()).isTrue();
      }
    }
  }
}
