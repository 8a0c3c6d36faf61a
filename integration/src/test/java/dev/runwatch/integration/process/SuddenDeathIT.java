/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.testing.Launched;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A coordinator that is killed under load has lost nothing it accepted. */
final class SuddenDeathIT {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int BEFORE_DEATH = 150;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Queue<String> accepted = new ConcurrentLinkedQueue<>();

  @Test
  void everyAcceptedRunIsExecutedAfterKillAndRestart() throws Exception {
    Launched coordinator = coordinator("0");
    String address = coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG);
    try (Launched runner = runwatch("runner", "--coordinator", address)) {
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread client = new Thread(() -> createUntilItIsGone(address));
        client.start();
        clients.add(client);
      }
      await().atMost(LONG).until(() -> accepted.size() >= BEFORE_DEATH);
      coordinator.kill();
      for (Thread client : clients) {
        client.join();
      }
      try (Launched again = coordinator(address.substring(address.lastIndexOf(':') + 1))) {
        again.awaitLine("coordinator ready on (http://\\S+)", LONG);
        for (String run : accepted) {
          assertThat(get(address + "/runs/" + run).path("run_id").asString("")).isEqualTo(run);
        }
        await()
            .atMost(LONG)
            .untilAsserted(
                () -> {
                  for (String run : accepted) {
                    JsonNode found = get(address + "/runs/" + run);
                    assertThat(found.path("status").asString("")).as(run).isEqualTo("completed");
                  }
                });
      }
      assertThat(runner.alive()).isTrue();
    }
  }

  private void createUntilItIsGone(String address) {
    while (true) {
      try {
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(URI.create(address + "/runs"))
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() == 201) {
          accepted.add(JSON.readTree(answer.body()).path("run_id").asString(""));
        }
      } catch (IOException e) {
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private JsonNode get(String url) throws IOException, InterruptedException {
    return JSON.readTree(
        http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString()).body());
  }

  private Launched coordinator(String port) {
    return runwatch("coordinator", "--listen", "127.0.0.1:" + port, "--store", "runs.db");
  }

  private Launched runwatch(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Repository.root().resolve("runwatch").toString());
    command.addAll(List.of(arguments));
    return Launched.start(
        folder,
        Map.of("AWS_EC2_METADATA_DISABLED", "true", "AWS_REGION", "", "AWS_DEFAULT_REGION", ""),
        command);
  }
}
