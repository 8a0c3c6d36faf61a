/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.runner.Runner;
import dev.runwatch.runner.RunnerConfig;
import dev.runwatch.testing.contract.Answer;
import dev.runwatch.testing.contract.ApiClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator that is killed while runners work for it. */
class RestartUnderLoadTest {

  private static final int RUNS = 120;

  @TempDir Path dir;

  private final SimpleMeterRegistry first = new SimpleMeterRegistry();
  private final SimpleMeterRegistry second = new SimpleMeterRegistry();
  private final List<String> accepted = new CopyOnWriteArrayList<>();
  private CoordinatorProcess coordinator;
  private ApiClient http;
  private List<Runner> runners;

  @BeforeEach
  void start() throws Exception {
    int port = freePort();
    URI uri = URI.create("http://127.0.0.1:" + port);
    coordinator = new CoordinatorProcess(dir.resolve("runs.db"), port);
    coordinator.start();
    http = new ApiClient(uri);
    runners =
        List.of(
            Runner.start(config(uri, "first"), first), Runner.start(config(uri, "second"), second));
    for (Runner runner : runners) {
      runner.registered().get(30, TimeUnit.SECONDS);
    }
  }

  @AfterEach
  void stop() throws Exception {
    runners.forEach(Runner::close);
    coordinator.kill();
  }

  /** Its executor leaves a line with the run's id each time it is executed. */
  private RunnerConfig config(URI uri, String name) {
    return RunnerConfig.builder()
        .coordinator(uri)
        .name(name)
        .projectDir(dir.toString())
        .dataDir(dir.resolve("data"))
        .executors(Set.of("mark=echo \"$RUNWATCH_RUN_ID\" >> executed; sleep 0.1"))
        .build();
  }

  @Test
  void noAcceptedRunIsLostAndNoneIsExecutedTwice() throws Exception {
    CompletableFuture<Void> load = CompletableFuture.runAsync(this::postAll);
    for (int kills = 1; kills <= 2; kills++) {
      int enough = kills * RUNS / 3;
      await().atMost(Duration.ofSeconds(60)).until(() -> accepted.size() >= enough);
      coordinator.kill();
      coordinator.start();
    }
    load.get(120, TimeUnit.SECONDS);

    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(
            () ->
                assertThat(accepted)
                    .allSatisfy(
                        id ->
                            assertThat(http.get("/runs/" + id).text("status"))
                                .as(id)
                                .isEqualTo("completed")));
    assertThat(accepted).hasSize(RUNS).doesNotHaveDuplicates();
    assertThat(Files.readAllLines(dir.resolve("executed")))
        .containsExactlyInAnyOrderElementsOf(accepted);
    assertThat(executed(first) + executed(second)).isEqualTo(RUNS);
  }

  private static double executed(SimpleMeterRegistry registry) {
    return registry.get("runs_executed_total").counter().count();
  }

  /** Posts as a careful client does: again, with the same key, until it has an answer. */
  private void postAll() {
    for (int i = 0; i < RUNS; i++) {
      String key = "key-" + i;
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .ignoreExceptions()
          .until(() -> posted(key));
    }
  }

  private boolean posted(String key) {
    try {
      Answer answer = http.post("/runs", "{\"executor\":\"mark\"}", "Idempotency-Key", key);
      if (answer.status() / 100 != 2) {
        return false;
      }
      accepted.add(answer.text("run_id"));
      return true;
    } catch (IllegalStateException e) {
      return false; // it is away
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
