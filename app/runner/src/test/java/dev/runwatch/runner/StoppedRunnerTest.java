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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runner whose JVM is stopped for longer than its lease, with a run that may be retried. */
class StoppedRunnerTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final double LEASE_SECONDS = 6;

  /** Writes its attempt and the time into a file, twenty times a second. */
  private static final String BEAT =
      "beat=while :; do read -r now idle < /proc/uptime; echo \"$RUNWATCH_ATTEMPT $now\" >> beats;"
          + " sleep 0.05; done";

  @TempDir Path dir;

  private static String run(int attempt) {
    return FakeCoordinator.run(
        "run_1", "beat", "{}", ",\"max_executions\":3,\"attempt\":" + attempt);
  }

  private List<Double> beatsOf(int attempt) throws IOException {
    Path file = dir.resolve("beats");
    String prefix = attempt + " ";
    return !Files.exists(file)
        ? List.of()
        : Files.readAllLines(file).stream()
            .filter(line -> line.startsWith(prefix) && line.matches("\\d+ \\d+\\.\\d\\d"))
            .map(line -> Double.valueOf(line.substring(prefix.length())))
            .toList();
  }

  private static void signal(Process process, String name) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor())
        .isZero();
  }

  private static long lastHeartbeat(FakeCoordinator coordinator) {
    return coordinator.to("/runner/heartbeat").stream()
        .mapToLong(FakeCoordinator.Request::atNanos)
        .max()
        .orElseThrow();
  }

  @Test
  void atNoMomentAreTwoAttemptsOfOneRunAlive() throws Exception {
    try (FakeCoordinator first = new FakeCoordinator();
        FakeCoordinator second = new FakeCoordinator()) {
      first.leaseSeconds = LEASE_SECONDS;
      second.leaseSeconds = LEASE_SECONDS;
      Process stopped = RunnerProcess.start(first.uri(), "first", dir, BEAT);
      Process other = RunnerProcess.start(second.uri(), "second", dir, BEAT);
      try {
        first.offer(run(1));
        await().atMost(PATIENCE).until(() -> beatsOf(1).size() >= 5);
        await().atMost(PATIENCE).until(() -> second.waitingPolls() == 1);

        signal(stopped, "STOP");
        await()
            .pollDelay(Duration.ofSeconds(1)) // a heartbeat may be on its way
            .atMost(PATIENCE)
            .until(
                () ->
                    System.nanoTime() - lastHeartbeat(first)
                        > TimeUnit.MILLISECONDS.toNanos((long) (LEASE_SECONDS * 1000)));
        second.offer(run(2));
        await().atMost(PATIENCE).until(() -> beatsOf(2).size() >= 5);
        first.when(
            FakeCoordinator.Request::isReport,
            Integer.MAX_VALUE,
            FakeCoordinator.error(409, "attempt_superseded"));
        signal(stopped, "CONT");

        int before = first.to("/runner/heartbeat").size();
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    first.to("/runner/heartbeat").stream()
                        .skip(before)
                        .anyMatch(beat -> beat.body().path("runs").isEmpty()));
        int attempts = beatsOf(2).size();
        await().atMost(PATIENCE).until(() -> beatsOf(2).size() >= attempts + 10);

        double lastOfFirst = beatsOf(1).stream().mapToDouble(it -> it).max().orElseThrow();
        double firstOfSecond = beatsOf(2).stream().mapToDouble(it -> it).min().orElseThrow();
        assertThat(lastOfFirst).isLessThan(firstOfSecond);
        assertThat(first.reportNames("run_1")).containsExactly("started");
      } finally {
        stopped.destroyForcibly().waitFor();
        other.destroyForcibly().waitFor();
      }
      // Their guardian ends the second attempt too.
      int beats = beatsOf(2).size();
      await()
          .atMost(PATIENCE)
          .until(
              () -> ProcessTable.all().stream().filter(ProcessStat::runs).toList(),
              all ->
                  all.stream()
                      .noneMatch(
                          it ->
                              ProcessTable.hasVariables(
                                  it.pid(),
                                  List.of("RUNWATCH_RUN_ID=run_1", "RUNWATCH_EXECUTOR=beat"))));
      assertThat(beatsOf(2).size()).isGreaterThanOrEqualTo(beats);
    }
  }
}
