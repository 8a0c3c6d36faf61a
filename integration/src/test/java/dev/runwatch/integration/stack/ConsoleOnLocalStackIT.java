/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.testing.Launched;
import dev.runwatch.testing.LocalStack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The console of an account shows what a coordinator published there. */
final class ConsoleOnLocalStackIT {

  private static final Duration LONG = Duration.ofMinutes(3);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir static Path folder;

  @Test
  void whatACoordinatorPublishedIsDrawn() throws Exception {
    Account account = new Account(LocalStack.require(), folder);
    try (Launched console =
            account.runwatch("dashboards", "serve", "--environment", "staging", "--port", "0");
        Launched coordinator =
            account.runwatch(
                "coordinator",
                "--listen",
                "127.0.0.1:0",
                "--environment",
                "staging",
                "--step",
                "1s",
                "--store",
                "console.db")) {
      String runs = coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG) + "/runs";
      String page = console.awaitLine("console ready on (http://\\S+)", LONG);
      for (int i = 0; i < 3; i++) {
        send(HttpRequest.newBuilder(URI.create(runs)).POST(BodyPublishers.ofString("{}")));
      }
      await()
          .atMost(LONG)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> {
                JsonNode queue = line(get(page + "/api/dashboard/data?from=-PT1H"), "pending");
                assertThat(queue.path("values").valueStream().mapToDouble(it -> it.asDouble(0)))
                    .contains(3.0);
              });
      JsonNode alarm = get(page + "/api/alarms").path("alarms").path(0);
      assertThat(alarm.path("state").asString("")).isEqualTo("INSUFFICIENT_DATA");
      assertThat(alarm.path("cloudwatch_name").asString("")).startsWith("runwatch-staging-");
      console.terminate();
      assertThat(console.awaitEnd(LONG)).isZero();
    }
  }

  /** The line of that label on the widget of the queue. */
  private static JsonNode line(JsonNode data, String label) {
    return data.path("widgets")
        .valueStream()
        .filter(widget -> widget.path("title").asString("").equals("Queue"))
        .flatMap(widget -> widget.path("series").valueStream())
        .filter(line -> line.path("label").asString("").equals(label))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line " + label + " in " + data));
  }

  private static JsonNode get(String address) throws Exception {
    return JSON.readTree(send(HttpRequest.newBuilder(URI.create(address))));
  }

  private static String send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body();
  }
}
