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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runner that is stopped for longer than its lease, and another one that takes over its run. */
final class RunnerStoppedTest {

  private static final Duration LONG = Duration.ofMinutes(3);

  /** Writes its attempt and the time into a file while it runs. */
  private static final String COMMAND =
      "i=0; while [ $i -lt 200 ]; do read -r now idle < /proc/uptime;"
          + " echo $RUNWATCH_ATTEMPT $now >> beats; sleep 0.05; i=$((i+1)); done";

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString()).body();
  }

  private static String field(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(json);
    return matcher.find() ? matcher.group(1) : "";
  }

  private List<Double> beatsOf(int attempt) throws IOException {
    Path file = folder.resolve("beats");
    return !Files.exists(file)
        ? List.of()
        : Files.readAllLines(file).stream()
            .filter(line -> line.matches(attempt + " \\d+\\.\\d\\d"))
            .map(line -> Double.valueOf(line.substring(line.indexOf(' ') + 1)))
            .toList();
  }

  private static void signal(Launched process, String name) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor())
        .isZero();
  }

  @Test
  void itsRunIsExecutedAgainAndAtNoMomentAreTwoAttemptsAlive() throws Exception {
    String options =
        "coordinator --listen 127.0.0.1:0 --heartbeat-interval 1s --stale-after 4s"
            + " --remove-after 8s";
    try (Launched coordinator = Processes.runwatch(folder, options)) {
      URI uri = URI.create(coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG));
      String runner = "runner --enable-shell --coordinator " + uri + " --name ";
      try (Launched a = Processes.runwatch(folder, runner + "a");
          Launched b = Processes.runwatch(folder, runner + "b")) {
        String idOfA = a.awaitLine("runner (lnch_\\S+) ready", LONG);
        b.awaitLine("runner (lnch_\\S+) ready", LONG);
        String body =
            "{\"executor\":\"shell\",\"max_executions\":3,\"parameters\":{\"command\":\"%s\"}}"
                .formatted(COMMAND);
        String run =
            field(
                send(
                    HttpRequest.newBuilder(uri.resolve("/runs"))
                        .POST(BodyPublishers.ofString(body))),
                "run_id");
        HttpRequest.Builder get = HttpRequest.newBuilder(uri.resolve("/runs/" + run));
        await().atMost(LONG).until(() -> beatsOf(1).size() >= 5);
        Launched stopped = field(send(get), "runner_id").equals(idOfA) ? a : b;

        signal(stopped, "STOP");
        try {
          await().atMost(LONG).until(() -> beatsOf(2).size() >= 5);
        } finally {
          signal(stopped, "CONT");
        }
        await().atMost(LONG).until(() -> field(send(get), "status"), "completed"::equals);

        double lastOfFirst = beatsOf(1).stream().mapToDouble(it -> it).max().orElseThrow();
        double firstOfSecond = beatsOf(2).stream().mapToDouble(it -> it).min().orElseThrow();
        assertThat(lastOfFirst).isLessThan(firstOfSecond);
        assertThat(beatsOf(2)).hasSize(200);
        assertThat(beatsOf(3)).isEmpty();
        assertThat(field(send(get), "executions")).isEqualTo("2");
        // It was removed as lost, not deleted: it registers again and goes on.
        await()
            .atMost(LONG)
            .until(() -> stopped.err(), err -> err.split("registered as").length == 3);
        assertThat(stopped.alive()).as(stopped.err()).isTrue();
      }
    }
  }
}
