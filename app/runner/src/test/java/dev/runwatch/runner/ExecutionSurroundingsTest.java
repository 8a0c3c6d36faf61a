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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run gets from its runner, and what it does not. */
class ExecutionSurroundingsTest extends ExecutionHarness {

  @Test
  void aShellCommandGetsTheRunOnStandardInputAndKeepsItsNewlines() throws Exception {
    assertThat(shell("cat | grep -c run_1\n").fields()).containsEntry("output", "1\n");
    assertThat(shell("echo $RUNWATCH_RUN_ID ${RUNWATCH_COMMAND-none} 'ä\\\\n'").fields())
        .containsEntry("output", "run_1 none ä\\n\n");
  }

  @Test
  void aRunSeesAStatedListOfVariablesAndNoSecretOfTheRunner() throws Exception {
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    Report end =
        executed(
            execution(
                "shell",
                "{\"command\":\"env\"}",
                ",\"attempt\":7,\"traceparent\":\"%s\"".formatted(trace)));

    assertThat(
            end.fields()
                .get("output")
                .lines()
                .filter(line -> !line.matches("(PWD|OLDPWD|SHLVL|_)=.*")))
        .containsExactlyInAnyOrder(
            "PATH=" + System.getenv("PATH"),
            "HOME=/home/runner",
            "GIVEN=given",
            "RUNWATCH_RUN_ID=run_1",
            "RUNWATCH_EXECUTOR=shell",
            "RUNWATCH_ATTEMPT=7",
            "RUNWATCH_INSTANCE=instance-1",
            "TRACEPARENT=" + trace);
  }

  @Test
  void theWorkingDirectoryIsTheRunsElseTheRunners() throws Exception {
    Path inner = Files.createDirectory(dir.resolve("inner"));
    assertThat(executed(execution("where", "{}", "")).fields())
        .containsEntry("output", dir.toRealPath() + "\n");
    assertThat(executed(execution("where", "{}", ",\"project_dir\":\"" + inner + "\"")).fields())
        .containsEntry("output", inner.toRealPath() + "\n");
    assertThat(executed(execution("where", "{}", ",\"project_dir\":\"/no/such\"")))
        .isEqualTo(Report.failed("project_dir '/no/such' is not a directory on this runner"));
  }

  @Test
  void aRunThatTheRunnerCannotStartIsReturnedAndNotCountedAsExecuted() throws Exception {
    Execution execution = execution("echo", "{}", "");
    Files.delete(dir);

    Report end = executed(execution);

    assertThat(end)
        .isEqualTo(Report.returned("the runner's directory '" + dir + "' does not exist"));
    assertThat(count()).isZero();
    assertThat(registry.get("runner_faults_total").counter().count()).isOne();
  }

  @ParameterizedTest
  @CsvSource({"1,FAILED", "2,ABANDONED"})
  void aRunThatOutlivesItsRunnerFailsOrIsLeftToTheCoordinator(int executions, Report.Kind kind)
      throws Exception {
    Execution execution =
        execution(
            "shell",
            "{\"command\":\"touch begun; exec sleep 300\"}",
            ",\"attempt\":1,\"max_executions\":" + executions);
    begin(execution);
    await().until(() -> Files.exists(dir.resolve("begun")));

    execution.stop(new StopRequest(StopRequest.Reason.RUNNER_ENDS, Duration.ofSeconds(20)));

    assertThat(execution.end().get(30, TimeUnit.SECONDS).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNER_ENDS,1,HANDED_BACK",
    "RUNNER_ENDS,2,HANDED_BACK",
    "CLIENT,1,STOPPED",
    "NOT_OURS,1,ABANDONED"
  })
  void aRunWhoseStartIsNotAcceptedYetNeverBegins(
      StopRequest.Reason reason, int executions, Report.Kind kind) throws Exception {
    Execution execution =
        execution(
            "shell",
            "{\"command\":\"touch begun\"}",
            ",\"attempt\":1,\"max_executions\":" + executions);
    new Thread(execution).start();
    assertThat(execution.started().get(30, TimeUnit.SECONDS)).isTrue();

    execution.stop(new StopRequest(reason, Duration.ofSeconds(20)));

    assertThat(execution.end().get(30, TimeUnit.SECONDS).kind()).isEqualTo(kind);
    assertThat(dir.resolve("begun")).doesNotExist();
    assertThat(count()).isZero();
    assertThat(inputs.toFile().list()).noneMatch(name -> name.startsWith("input-"));
  }
}
