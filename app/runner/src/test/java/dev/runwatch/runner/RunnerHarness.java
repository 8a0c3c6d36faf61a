/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import static org.awaitility.Awaitility.await;

import dev.runwatch.metrics.Environment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One runner and the coordinator it has to put up with. */
abstract class RunnerHarness {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path dir;

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  FakeCoordinator coordinator;
  Runner runner;

  @BeforeEach
  void openCoordinator() throws IOException {
    coordinator = new FakeCoordinator();
  }

  @AfterEach
  void closeAll() {
    if (runner != null) {
      runner.close();
    }
    coordinator.close();
  }

  RunnerConfig config() {
    return settings().build();
  }

  RunnerConfig.Builder settings() {
    return RunnerConfig.builder()
        .coordinator(coordinator.uri())
        .environment(new Environment("test"))
        .hostname("host-1")
        .projectDir(dir.toString())
        .tags(Set.of("linux"))
        .dataDir(dir.resolve("data"))
        .maxRuns(2)
        .enableShell(true);
  }

  void start() {
    runner = Runner.start(config(), registry);
  }

  void startRegistered() throws Exception {
    start();
    runner.registered().get(30, TimeUnit.SECONDS);
  }

  /** Offers a run that sleeps, and waits until its command has begun. */
  void beginSleeping(String runId) {
    coordinator.offer(
        runId, "shell", "{\"command\":\"touch %s.begun; exec sleep 300\"}".formatted(runId));
    await().atMost(PATIENCE).until(() -> Files.exists(dir.resolve(runId + ".begun")));
  }

  void awaitReports(String runId, String... names) {
    await()
        .atMost(PATIENCE)
        .until(() -> coordinator.reportNames(runId), reports -> reports.equals(List.of(names)));
  }

  FakeCoordinator.Request lastReport(String runId) {
    List<FakeCoordinator.Request> reports = coordinator.reportsOf(runId);
    return reports.get(reports.size() - 1);
  }

  double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  double counter(String name) {
    return registry.get(name).counter().count();
  }
}
