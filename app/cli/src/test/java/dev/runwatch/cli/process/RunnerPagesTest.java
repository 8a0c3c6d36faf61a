/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import dev.runwatch.testing.Launched;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a runner shows of itself. */
final class RunnerPagesTest {

  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void itServesTheMetricsOfTheCatalogueAndItsHealth() throws Exception {
    Path project = Files.createDirectory(folder.resolve("project"));
    try (Launched coordinator = Processes.runwatch(folder, "coordinator --listen 127.0.0.1:0")) {
      URI uri = URI.create(coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG));
      String options =
          "runner --metrics-listen 127.0.0.1:0 --step 1s --project-dir project --coordinator ";
      try (Launched runner = Processes.runwatch(folder, options + uri)) {
        URI pages = URI.create(runner.awaitLine("runner metrics on (http://\\S+)", LONG));
        runner.awaitLine("runner (lnch_\\S+) ready", LONG);
        HttpRequest.Builder metrics = HttpRequest.newBuilder(pages.resolve("/metrics"));
        HttpRequest.Builder health = HttpRequest.newBuilder(pages.resolve("/health"));

        assertThat(send(metrics).body())
            .contains("runner_faults_total{Environment=\"dev\"} 0.0")
            .contains(
                MetricCatalogue.publishedBy(MetricSpec.Publisher.RUNNER).stream()
                    .map(MetricSpec::name)
                    .filter(name -> !name.equals(MetricCatalogue.TELEMETRY_DROPPED))
                    .toList());
        assertThat(send(health).statusCode()).isEqualTo(200);
        assertThat(send(health).body()).contains("\"coordinator_reachable\":true");

        Files.delete(project);
        for (int i = 0; i < 6; i++) {
          send(
              HttpRequest.newBuilder(uri.resolve("/runs"))
                  .POST(BodyPublishers.ofString("{\"executor\":\"echo\"}")));
        }
        await().atMost(LONG).until(() -> send(health).statusCode() == 503);
        assertThat(send(health).body()).contains("does not exist");
        assertThat(send(HttpRequest.newBuilder(pages.resolve("/x"))).statusCode()).isEqualTo(404);
      }
    }
  }
}
