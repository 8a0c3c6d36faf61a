/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that take more than they may: each is ended by name, and the runner serves on. */
class LimitsTest extends RunnerHarness {

  private static final Set<String> LIMITS =
      Set.of(
          "*.cpu=2s",
          "*.memory=200m",
          "*.files=40",
          "*.output=10m",
          "*.processes=40",
          "echo.cpu=1h");

  /** Root is exempt from the system's limit of processes, and a run of a user must not be. */
  private static final String AS_A_USER = "setpriv --reuid 65534 --regid 65534 --clear-groups ";

  @Override
  RunnerConfig.Builder settings() {
    return super.settings().limits(LIMITS);
  }

  private String errorOf(String command) throws Exception {
    startRegistered();
    coordinator.offer(
        "run_1",
        "shell",
        FakeCoordinator.JSON.createObjectNode().put("command", command).toString());
    awaitReports("run_1", "started", "failed");
    String error = lastReport("run_1").body().path("error").asString();
    coordinator.offer("run_2", "echo", "{}");
    awaitReports("run_2", "started", "completed");
    return error;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cpu=2s       | while :; do :; done
          cpu=2s       | (while :; do :; done) & (while :; do :; done) & wait
          memory=200m  | x=0123456789abcdef; while :; do x=$x$x; done
          output=10m   | yes
          processes=40 | i=0; while [ $i -lt 60 ]; do sleep 300 & i=$((i+1)); done; wait
          """)
  void aRunOverALimitFailsWithTheNameOfTheLimit(String limit, String command) throws Exception {
    assertThat(errorOf(command))
        .isEqualTo("over the limit " + limit + " of executor 'shell'; ended by SIGKILL");
  }

  @Test
  void aRunThatFailsByItselfNamesTheLimitsThatCanBeTheCause() throws Exception {
    assertThat(errorOf("echo no >&2; exit 3"))
        .startsWith("no\n[limits of executor 'shell': ")
        .contains("cpu=2s", "memory=200m", "files=40", "output=10m", "processes=40");
  }

  @Test
  void noProcessOpensMoreFilesThanItMay() throws Exception {
    assertThat(errorOf("ulimit -n; exit 1")).startsWith("40\n");
  }

  @Test
  void aForkBombOfAUserIsEndedWhole() throws Exception {
    Path script = Files.writeString(dir.resolve("bomb"), "b() { b & b & sleep 60; }; b");
    String user = ProcessHandle.current().info().user().orElse("").equals("root") ? AS_A_USER : "";

    assertThat(errorOf(user + "sh < " + script)).contains("processes=40");

    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                ProcessTable.all().stream()
                    .noneMatch(
                        it ->
                            it.runs()
                                && ProcessTable.hasVariables(
                                    it.pid(), List.of("RUNWATCH_RUN_ID=run_1"))));
  }

  @Test
  void aLimitOfOneExecutorWinsOverThatOfAll() {
    LimitCatalogue limits = LimitCatalogue.of(LIMITS, Set.of("echo", "shell"));
    assertThat(limits.of("echo").get(Limits.Resource.CPU)).hasValue(3_600);
    assertThat(limits.of("shell").get(Limits.Resource.CPU)).hasValue(2);
    assertThat(limits.of("echo").get(Limits.Resource.MEMORY)).hasValue(200 << 20);
    assertThat(LimitCatalogue.of(Set.of(), Set.of()).of("echo").isEmpty()).isTrue();
  }
}
