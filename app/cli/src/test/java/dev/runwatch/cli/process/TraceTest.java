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

/** One id finds a run in the coordinator, in the runner and in its own process. */
final class TraceTest {

  private static final Duration LONG = Duration.ofMinutes(3);
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private String send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString()).body();
  }

  @Test
  void theTraceOfARequestIsInTheLogOfTheRunnerAndInTheEnvironmentOfTheRun() throws Exception {
    try (Launched coordinator = Processes.runwatch(folder, "coordinator --listen 127.0.0.1:0")) {
      URI uri = URI.create(coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG));
      try (Launched runner =
          Processes.runwatch(folder, "runner --enable-shell --coordinator " + uri)) {
        runner.awaitLine("runner (lnch_\\S+) ready", LONG);
        String created =
            send(
                HttpRequest.newBuilder(uri.resolve("/runs"))
                    .header("traceparent", TRACE)
                    .POST(
                        BodyPublishers.ofString(
                            "{\"executor\":\"shell\","
                                + "\"parameters\":{\"command\":\"echo $TRACEPARENT\"}}")));
        String run = created.replaceAll(".*(run_[0-9a-f]+).*", "$1");
        HttpRequest.Builder get = HttpRequest.newBuilder(uri.resolve("/runs/" + run));

        await().atMost(LONG).until(() -> send(get).contains("\"completed\""));

        assertThat(send(get))
            .contains("\"output\":\"" + TRACE)
            .contains("\"traceparent\":\"" + TRACE + "\"");
        for (String status : List.of("pending", "claimed", "running", "completed")) {
          assertThat(coordinator.err())
              .containsPattern(
                  "Run changed run_id=\""
                      + run
                      + "\" status=\""
                      + status
                      + "\".* traceparent=\""
                      + TRACE);
        }
        assertThat(runner.err())
            .contains("run_id=" + run + " attempt=1 traceparent=" + TRACE + ": started")
            .contains("run_id=" + run + " attempt=1 traceparent=" + TRACE + ": completed");
      }
    }
  }
}
