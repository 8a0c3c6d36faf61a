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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ExecutionTest extends ExecutionHarness {

  @Test
  void echoWritesTheRunBackAsItWasPosted() throws Exception {
    Report end =
        executed("echo", "{\"a\":[1,2.50,1e400,\"\\u00e4\\ud83d\\ude80\",null,{\"b\":true}]}");

    assertThat(end.kind()).isEqualTo(Report.Kind.COMPLETED);
    JsonNode back = RunJson.MAPPER.readTree(end.fields().get("output"));
    assertThat(back.path("run_id").asString()).isEqualTo("run_1");
    assertThat(back.path("parameters"))
        .isEqualTo(RunJson.MAPPER.readTree("{\"a\":[1,2.50,1e400,\"ä🚀\",null,{\"b\":true}]}"));
    assertThat(count()).isOne();
  }

  @Test
  void halfASurrogatePairHoldsNothingUp() throws Exception {
    Report end = executed("echo", "{\"a\":\"x\\ud83dy\"}");

    assertThat(end.kind()).isEqualTo(Report.Kind.COMPLETED);
    assertThat(end.fields().get("output")).contains("x?y");
  }

  @Test
  void failWritesItsMessageToStderrWhateverIsInIt() throws Exception {
    String message = "it's \"gone\"\n\\n %s $HOME `id` ä🚀 -n";
    Report end =
        executed("fail", RunJson.MAPPER.createObjectNode().put("message", message).toString());

    assertThat(end).isEqualTo(Report.failed(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fail  | {}                   | failed on request
          fail  | {"message":null}     | failed on request
          fail  | {"message":7}        | 7
          fail  | {"message":""}       | exited with code 1
          fail  | {"message":["a"]}    | parameters.message must be a string, is ["a"]
          fail  | {"message":"\\u0000"} | parameters.message must not contain the character NUL
          sleep | {}                   | parameters.seconds is missing: it must be a number of seconds from 0 to 31536000
          sleep | {"seconds":"3"}      | parameters.seconds must be a number of seconds from 0 to 31536000, is "3"
          sleep | {"seconds":-1}       | parameters.seconds must be a number of seconds from 0 to 31536000, is -1
          sleep | {"seconds":1e999}    | parameters.seconds must be a number of seconds from 0 to 31536000, is 1E+999
          shell | {}                   | parameters.command is missing: it must be a string
          shell | {"command":{}}       | parameters.command must be a string, is {}
          nope  | {}                   | this runner has no executor 'nope'; it has
          """)
  void aRunThatCannotBeExecutedFailsWithAClearText(String executor, String parameters, String error)
      throws Exception {
    Report end = executed(executor, parameters);

    assertThat(end.kind()).isEqualTo(Report.Kind.FAILED);
    assertThat(end.fields().get("error")).startsWith(error);
    assertThat(count()).isOne();
  }

  @Test
  void sleepTakesFractionsAndNoTimeAtAll() throws Exception {
    assertThat(executed("sleep", "{\"seconds\":0.05}")).isEqualTo(Report.completed(""));
    assertThat(executed("sleep", "{\"seconds\":0}")).isEqualTo(Report.completed(""));
    assertThat(executed("sleep", "{\"seconds\":1e-300}")).isEqualTo(Report.completed(""));
  }

  @Test
  void aParameterTooLongForTheSystemFailsTheRunAndAHugeRunDoesNot() throws Exception {
    String huge = "x".repeat(130_000);
    assertThat(executed("fail", "{\"message\":\"" + huge + "\"}").fields().get("error"))
        .startsWith("parameters.message is too long: at most 120000 bytes");
    assertThat(executed("deaf", "{\"any\":\"" + huge.repeat(7) + "\"}"))
        .as("a command that never reads its input")
        .isEqualTo(Report.completed(""));
  }

  @Test
  void theLongestParameterIsTaken() throws Exception {
    String longest = "x".repeat(Parameter.MOST_BYTES);
    assertThat(executed("fail", "{\"message\":\"" + longest + "\"}").fields().get("error"))
        .endsWith("bytes are left out]\n" + "x".repeat(OutputTail.MOST_BYTES - 1));
  }

  @Test
  void moreOutputThanAPipeHoldsNeitherBlocksNorFillsTheMemory() throws Exception {
    Report end =
        shell("head -c 30000000 /dev/zero | tr '\\0' o; head -c 300000 /dev/zero >&2; echo end");

    assertThat(end.kind()).isEqualTo(Report.Kind.COMPLETED);
    assertThat(end.fields().get("output"))
        .startsWith("[the first 29934468 bytes are left out]\nooo")
        .endsWith("oend\n")
        .hasSizeLessThan(66_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          echo out; echo err >&2; exit 3       | err
          echo out; echo >&2; exit 3           | out
          exit 3                               | exited with code 3
          kill -9 $$ | ended by SIGKILL from outside the runner (out of memory?)
          exec /no/such/program 2>/dev/null    | exited with code 127
          """)
  void theErrorIsTheTailOfStderrElseThatOfStdoutElseTheExitCode(String command, String error)
      throws Exception {
    assertThat(shell(command)).isEqualTo(Report.failed(error));
  }

  @Test
  void outputThatIsNoTextBecomesText() throws Exception {
    assertThat(shell("printf 'a\\000b\\377c'")).isEqualTo(Report.completed("a\uFFFDb\uFFFDc"));
  }

  @Test
  void aRequestToStopEndsTheTreeAndSaysWithWhatSignal() throws Exception {
    Path pid = dir.resolve("pid");
    Execution execution =
        execution(
            "shell", "{\"command\":\"(sleep 300 & echo $! > %s); sleep 300\"}".formatted(pid), "");
    begin(execution);
    long child = await().until(() -> pidIn(pid), value -> value > 0);

    execution.stop(stopWithin(Duration.ofSeconds(20)));

    assertThat(execution.end().get(30, TimeUnit.SECONDS)).isEqualTo(Report.stopped("SIGTERM"));
    await().until(() -> !isRunning(child));
    assertThat(count()).isOne();
  }

  @Test
  void whatIgnoresSigtermIsKilledAfterTheGrace() throws Exception {
    Path pid = dir.resolve("pid");
    Execution execution =
        execution(
            "shell",
            ("{\"command\":\"trap '' TERM; sh -c 'echo $$ > %s; while :; do sleep 0.1; done' &"
                    + " trap 'exit 0' TERM; while :; do sleep 0.1; done\"}")
                .formatted(pid),
            "");
    begin(execution);
    long child = await().until(() -> pidIn(pid), value -> value > 0);

    execution.stop(stopWithin(Duration.ofMillis(600)));

    assertThat(execution.end().get(30, TimeUnit.SECONDS)).isEqualTo(Report.stopped("SIGKILL"));
    await().until(() -> !isRunning(child));
  }

  @Test
  void aRunLongerThanItsTimeOutIsKilledAndFails() throws Exception {
    JsonNode run =
        RunJson.MAPPER.readTree(
            "{\"run_id\":\"run_2\",\"executor\":\"sleep\",\"parameters\":{\"seconds\":300},"
                + "\"timeout_seconds\":1}");
    Execution execution =
        new Execution(
            Assignment.read(run).orElseThrow(),
            context(ExecutorCatalogue.of(Set.of("sleep"), false)));

    assertThat(executed(execution))
        .isEqualTo(Report.failed("timed out after 1 s, ended by SIGTERM"));
  }

  @Test
  void aChildThatIsLeftBehindNeitherHoldsTheRunNorLivesOn() throws Exception {
    Report end = shell("sleep 300 & echo $!");

    assertThat(end.kind()).isEqualTo(Report.Kind.COMPLETED);
    long child = Long.parseLong(end.fields().getOrDefault("output", "").strip());
    await().until(() -> !isRunning(child));
  }

  @Test
  void aChildThatIsLeftBehindWritingForEverHoldsNothingUp() throws Exception {
    assertThat(shell("yes & sleep 0.2").kind()).isEqualTo(Report.Kind.COMPLETED);
  }

  @Test
  void aRunStoppedBeforeItBeganIsNeverExecuted() throws Exception {
    Execution execution = execution("shell", "{\"command\":\"touch made\"}", "");
    execution.stop(stopWithin(Termination.GRACE));

    assertThat(executed(execution)).isEqualTo(Report.stoppedBeforeItBegan());
    assertThat(dir.resolve("made")).doesNotExist();
    assertThat(count()).isZero();
  }

  @Test
  void theTimeARunTookIsRecorded() throws Exception {
    executed("sleep", "{\"seconds\":0.3}");

    assertThat(registry.get("run_duration_seconds").timer().totalTime(TimeUnit.MILLISECONDS))
        .isBetween(300.0, 20_000.0);
  }

  private static long pidIn(Path file) throws IOException {
    String text = Files.exists(file) ? Files.readString(file).strip() : "";
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  /** A process nobody waits for may stay as a zombie for a while; it runs no more. */
  private static boolean isRunning(long pid) throws IOException {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    if (!Files.exists(Path.of("/proc/self/stat"))) {
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
    try {
      String text = Files.readString(stat);
      return text.charAt(text.lastIndexOf(')') + 2) != 'Z';
    } catch (java.nio.file.NoSuchFileException e) {
      return false;
    }
  }
}
