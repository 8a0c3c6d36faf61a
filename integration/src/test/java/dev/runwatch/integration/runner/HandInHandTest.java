/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.coordinator.Coordinator;
import dev.runwatch.integration.Coordinators;
import dev.runwatch.runner.Runner;
import dev.runwatch.runner.RunnerConfig;
import dev.runwatch.testing.contract.ApiClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real runner with the real coordinator. */
class HandInHandTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path dir;

  private Coordinator coordinator;
  private Runner runner;
  private ApiClient http;

  @BeforeEach
  void open() throws Exception {
    coordinator = Coordinators.start(dir.resolve("runs.db"), 0);
    http = new ApiClient(coordinator.uri());
    runner = start();
    runner.registered().get(30, TimeUnit.SECONDS);
  }

  private Runner start() {
    return Runner.start(
        RunnerConfig.builder()
            .coordinator(coordinator.uri())
            .projectDir(dir.toString())
            .dataDir(dir.resolve("data"))
            .maxRuns(1)
            .enableShell(true)
            .build(),
        new SimpleMeterRegistry());
  }

  @AfterEach
  void close() {
    runner.close();
    coordinator.close();
  }

  private String post(String body) {
    return http.post("/runs", body).text("run_id");
  }

  private void awaitStatus(String run, String status) {
    await().atMost(PATIENCE).until(() -> http.get("/runs/" + run).text("status"), status::equals);
  }

  @Test
  void runsReachTheirEnds() {
    String echo = post("{\"parameters\":{\"a\":\"ä\"}}");
    awaitStatus(echo, "completed");
    assertThat(http.get("/runs/" + echo).text("output")).contains(echo).contains("ä");
    String fail = post("{\"executor\":\"fail\",\"parameters\":{\"message\":\"boom\"}}");
    awaitStatus(fail, "failed");
    assertThat(http.get("/runs/" + fail).text("error")).isEqualTo("boom");
    String late =
        post("{\"executor\":\"sleep\",\"parameters\":{\"seconds\":60},\"timeout_seconds\":1}");
    awaitStatus(late, "failed");
    assertThat(http.get("/runs/" + late).text("error")).startsWith("timed out");
  }

  @Test
  void aRunIsStoppedThoughEverySlotIsTaken() {
    String run = post("{\"executor\":\"sleep\",\"parameters\":{\"seconds\":60}}");
    awaitStatus(run, "running");
    assertThat(http.post("/runs/" + run + "/stop", "").text("status")).isEqualTo("stopping");
    awaitStatus(run, "stopped");
  }

  @Test
  void aRunnerThatIsClosedLeavesNothingRunningAndIsGone() {
    String run = post("{\"executor\":\"sleep\",\"parameters\":{\"seconds\":60}}");
    awaitStatus(run, "running");
    runner.close();
    assertThat(http.get("/runs/" + run).text("status")).isEqualTo("failed");
    assertThat(http.get("/runners").json().path("runners")).isEmpty();
  }

  @Test
  void aSecondInstanceTakesOverAndIsLeftAlone() throws Exception {
    Runner second = start();
    try {
      second.registered().get(30, TimeUnit.SECONDS);
      assertThat(runner.ended().get(30, TimeUnit.SECONDS)).contains("took over");
      awaitStatus(post("{}"), "completed");
    } finally {
      second.close();
    }
  }

  @Test
  void aRunnerThatIsDeregisteredEnds() throws Exception {
    http.delete("/runners/" + runner.registered().get());
    assertThat(runner.ended().get(30, TimeUnit.SECONDS)).contains("deregistered");
  }
}
