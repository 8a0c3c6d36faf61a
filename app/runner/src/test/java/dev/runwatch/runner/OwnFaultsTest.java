/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A runner that lacks what it needs to start processes. */
class OwnFaultsTest extends RunnerHarness {

  private Path project;

  @Override
  RunnerConfig.Builder settings() {
    project = dir.resolve("project");
    return super.settings().projectDir(project.toString());
  }

  @Test
  void aRunnerWithoutItsDirectoryReturnsRunsStopsPollingAndGoesOnOnceItIsBack() throws Exception {
    Files.createDirectory(dir.resolve("project"));
    startRegistered();
    Files.delete(project);
    for (int i = 1; i <= 20; i++) {
      coordinator.offer("run_" + i, "echo", "{}");
    }

    await().atMost(PATIENCE).until(() -> counter("runner_faults_total") >= 3);
    await()
        .during(java.time.Duration.ofSeconds(3))
        .atMost(PATIENCE)
        .until(() -> counter("runner_faults_total") <= 6);
    List<String> reports =
        coordinator.requests.stream()
            .filter(FakeCoordinator.Request::isReport)
            .map(FakeCoordinator.Request::last)
            .distinct()
            .toList();
    assertThat(reports).containsExactly("returned");
    assertThat(coordinator.reportsOf("run_1").get(0).body().path("reason").asString())
        .isEqualTo("the runner's directory '" + project + "' does not exist");
    assertThat(counter("runs_executed_total")).isZero();
    assertThat(coordinator.to("/runner/heartbeat")).isNotEmpty();

    Files.createDirectory(project);

    awaitReports("run_20", "started", "completed");
  }

  @Test
  void aRunnerWithoutItsDataFolderReturnsTheRun() throws Exception {
    Files.createDirectory(dir.resolve("project"));
    startRegistered();
    Path data = dir.resolve("data");
    deleteAll(data);
    Files.createFile(data);

    coordinator.offer("run_1", "echo", "{}");

    awaitReports("run_1", "returned");
    Files.delete(data);
    coordinator.offer("run_2", "echo", "{}");
    awaitReports("run_2", "started", "completed");
  }

  @Test
  void aCoordinatorWithoutReturnsGetsAFailure() throws Exception {
    Files.createDirectory(dir.resolve("project"));
    coordinator.when(
        request -> request.isReport() && request.last().equals("returned"),
        Integer.MAX_VALUE,
        FakeCoordinator.error(404, "not_found"));
    startRegistered();
    Files.delete(project);

    coordinator.offer("run_1", "echo", "{}");

    awaitReports("run_1", "returned", "failed");
    assertThat(lastReport("run_1").body().path("error").asString()).contains("does not exist");
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
