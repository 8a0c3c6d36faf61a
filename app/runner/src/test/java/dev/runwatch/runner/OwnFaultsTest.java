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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
  void anExecutorWhoseProgramIsMissingIsNotOfferedUntilItIsThere() throws Exception {
    Files.createDirectory(dir.resolve("project"));
    Path program = dir.resolve("build");
    runner =
        Runner.start(
            settings().enableShell(false).executors(Set.of("echo", "build=" + program)).build(),
            registry);
    runner.registered().get(30, TimeUnit.SECONDS);
    assertThat(offered()).containsExactly("echo");
    coordinator.offer("run_1", "build", "{}"); // it was handed out before
    awaitReports("run_1", "returned");
    assertThat(lastReport("run_1").body().path("reason").asString())
        .isEqualTo("executor 'build': '" + program + "' does not exist");
    assertThat(counter("runner_faults_total")).isOne();

    Files.writeString(program, "#!/bin/sh\necho built\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();

    await().atMost(PATIENCE).until(() -> offered().containsAll(List.of("build", "echo")));
    coordinator.offer("run_2", "build", "{}");
    awaitReports("run_2", "started", "completed");
  }

  private List<String> offered() {
    List<FakeCoordinator.Request> registrations = coordinator.to("/runner/register");
    List<String> names = new ArrayList<>();
    registrations
        .get(registrations.size() - 1)
        .body()
        .path("executors")
        .forEach(name -> names.add(name.asString()));
    return names;
  }

  @Test
  void aRunnerWithoutAnyUsableExecutorReturnsRunsAndStopsPolling() throws Exception {
    Files.createDirectory(dir.resolve("project"));
    runner =
        Runner.start(
            settings().enableShell(false).executors(Set.of("build=./no/such")).build(), registry);
    runner.registered().get(30, TimeUnit.SECONDS);
    for (int i = 1; i <= 10; i++) {
      coordinator.offer("run_" + i, "build", "{}");
    }

    await().atMost(PATIENCE).until(() -> runner.health().fault().isPresent());
    assertThat(runner.health().fault()).hasValue("executor 'build': './no/such' does not exist");
    await()
        .during(java.time.Duration.ofSeconds(2))
        .atMost(PATIENCE)
        .until(() -> counter("runner_faults_total") <= 5);
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
