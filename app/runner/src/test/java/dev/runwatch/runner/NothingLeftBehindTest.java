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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes end with their run, with their runner, and with their lease. */
class NothingLeftBehindTest extends RunnerHarness {

  @TempDir Path other;

  private long pidIn(Path file) throws IOException {
    String text = Files.exists(file) ? Files.readString(file).strip() : "";
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  private static boolean runs(long pid) {
    return ProcessStat.of(pid).map(ProcessStat::runs).orElse(false);
  }

  @Test
  void aProcessThatDaemonisesEndsWithItsRun() throws Exception {
    Path file = dir.resolve("daemon");
    startRegistered();
    coordinator.offer(
        "run_1",
        "shell",
        ("{\"command\":\"setsid sh -c 'echo $$ > %s; exec sleep 300' </dev/null >/dev/null 2>&1 &"
                + " while ! [ -s %s ]; do sleep 0.05; done\"}")
            .formatted(file, file));

    awaitReports("run_1", "started", "completed");

    assertThat(runs(pidIn(file))).isFalse();
  }

  @Test
  void theNextProcessOfARunnerEndsWhatAKilledOneLeftBehind() throws Exception {
    RunnerConfig config = config();
    Path lost = InstanceFolder.create(config, "killed").processes();
    ProcessRecords records = new ProcessRecords(lost, "killed");
    Process recorded = new ProcessBuilder("setsid", "sh", "-c", "sleep 300; sleep 300").start();
    records.add(ProcessRecords.Id.of(recorded.pid()));
    ProcessBuilder marked = new ProcessBuilder("setsid", "sleep", "300");
    marked.environment().put("RUNWATCH_INSTANCE", "killed");
    Process daemon = marked.start();
    Process innocent = new ProcessBuilder("setsid", "sleep", "300").start();
    records.add(new ProcessRecords.Id(innocent.pid(), 1)); // an earlier process of this number

    records.endAll();

    assertThat(recorded.waitFor()).isEqualTo(137);
    assertThat(daemon.waitFor()).isEqualTo(137);
    assertThat(innocent.isAlive()).isTrue();
    assertThat(lost).isEmptyDirectory();
    innocent.destroyForcibly();
  }

  @Test
  void noFileOfAKilledProcessIsLeftThoughItWasWritingAReport() throws Exception {
    InstanceFolder killed = InstanceFolder.create(config(), "killed");
    Path folder = Files.createDirectories(killed.inputs()).getParent();
    Files.createFile(killed.inputs().resolve("input-1.json"));
    Files.createFile(killed.reports().resolve("run_1.1.json.partial"));

    killed.close();

    assertThat(folder).doesNotExist();
  }

  @Test
  void aRunThatMayBeExecutedAgainEndsWhenItsLeaseIsNotRenewedAndIsNotReported() throws Exception {
    coordinator.leaseSeconds = 3;
    startRegistered();
    coordinator.offer(
        FakeCoordinator.run(
            "run_1", "sleep", "{\"seconds\":300}", ",\"attempt\":1,\"max_executions\":2"));
    coordinator.offer(FakeCoordinator.run("run_2", "sleep", "{\"seconds\":300}", ",\"attempt\":1"));
    awaitReports("run_1", "started");
    awaitReports("run_2", "started");
    await()
        .during(Duration.ofSeconds(4))
        .atMost(PATIENCE)
        .until(() -> gauge("runner_slots_busy") == 2);

    coordinator.when(
        request -> request.path().equals("/runner/heartbeat"),
        Integer.MAX_VALUE,
        FakeCoordinator.status(502, ""));

    await().atMost(PATIENCE).until(() -> gauge("runner_slots_busy") == 1);
    await()
        .during(Duration.ofSeconds(1))
        .atMost(PATIENCE)
        .until(() -> gauge("runner_slots_busy") == 1);
    assertThat(coordinator.reportNames("run_1")).containsExactly("started");
    assertThat(coordinator.reportNames("run_2")).containsExactly("started");
  }

  @Test
  void aRunThatMayBeExecutedAgainStartsOnlyWhenTheCoordinatorHasAcceptedItsStart()
      throws Exception {
    coordinator.when(
        FakeCoordinator.Request::isReport, 1, FakeCoordinator.error(409, "attempt_superseded"));
    startRegistered();
    Path file = dir.resolve("started");
    coordinator.offer(
        FakeCoordinator.run(
            "run_1",
            "shell",
            "{\"command\":\"touch %s\"}".formatted(file),
            ",\"attempt\":1,\"max_executions\":2"));
    awaitReports("run_1", "started");
    coordinator.offer("run_2", "echo", "{}");
    awaitReports("run_2", "started", "completed");

    assertThat(file).doesNotExist();
    assertThat(coordinator.reportNames("run_1")).containsExactly("started");
  }

  /** The guardian as it runs beside a JVM that is stopped, so that nothing renews the deadline. */
  @Test
  void theGuardianEndsAllProcessesOfAFencedRunAtTheDeadlineAndNoOther() throws Exception {
    Path child = other.resolve("child");
    Path daemon = other.resolve("daemon");
    String script =
        "sleep 300 & echo $! > "
            + child
            + "; setsid sh -c 'echo $$ > "
            + daemon
            + "; exec sleep 300' & wait";
    Process fenced = marked("run_1", "instance-1", "setsid", "sh", "-c", script);
    Process free = marked("run_2", "instance-1", "setsid", "sleep", "300");
    Process nextAttempt = marked("run_1", "instance-2", "setsid", "sleep", "300");
    long childPid = await().atMost(PATIENCE).until(() -> pidIn(child), pid -> pid > 0);
    long daemonPid = await().atMost(PATIENCE).until(() -> pidIn(daemon), pid -> pid > 0);
    ProcessRecords.Id fencedId = ProcessRecords.Id.of(fenced.pid());
    try (Fence fence = new Fence(other.resolve("fence"))) {
      fence.prepare();
      fence.watch(fencedId, true);
      fence.watch(ProcessRecords.Id.of(free.pid()), false);
      fence.renewed(Uptime.centis(), Duration.ofSeconds(2));
      await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(fenced::isAlive);

      assertThat(fenced.waitFor()).isEqualTo(137);
      await().atMost(PATIENCE).until(() -> !runs(childPid) && !runs(daemonPid));
      assertThat(fence.hasEnded(fencedId)).isTrue();
      assertThat(fence.lapsed()).isTrue();
      assertThat(free.isAlive()).isTrue();
      assertThat(nextAttempt.isAlive()).isTrue();
    } finally {
      List.of(fenced, free, nextAttempt).forEach(Process::destroyForcibly);
    }
  }

  private static Process marked(String run, String instance, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("RUNWATCH_RUN_ID", run);
    builder.environment().put("RUNWATCH_INSTANCE", instance);
    return builder.start();
  }
}
