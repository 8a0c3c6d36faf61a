/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessesTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path folder;

  private Processes processes;

  @BeforeEach
  void make() {
    processes = new Processes(folder, folder, Map.of("GREETING", "hello", "HOME", ""));
  }

  @Test
  void aCommandHasItsVariablesAndBothStreamsAreItsOutput() {
    Finished finished =
        processes.run(
            shell("echo $GREETING $MORE; echo bad >&2; exit 3").with(Map.of("MORE", "x")));
    assertThat(finished.status()).isEqualTo(3);
    assertThat(finished.output()).contains("hello x").contains("bad");
  }

  @Test
  void aServiceIsStartedOnceItSaysThatItIsReady() {
    Commands.Service service =
        processes.start(
            shell("echo ready on port 7; exec sleep 60"), Pattern.compile("port (\\d)"), LONG);
    assertThat(service.told()).isEqualTo("7");
    service.stop();
  }

  @Test
  void aServiceThatEndsIsAFailureWithItsLastLines() {
    assertThatThrownBy(
            () -> processes.start(shell("echo no such option"), Pattern.compile("ready"), LONG))
        .isInstanceOf(StepFailedException.class)
        .hasMessage("it ended: no such option");
  }

  @Test
  void aProgramThatIsNotThereIsAFailure() {
    assertThatThrownBy(() -> processes.run(new Command("", List.of("./no-such-program"), Map.of())))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("cannot be started");
  }

  @Test
  void anInterruptionEndsTheCommandAndItsChildrenAndAllowsNoOther() {
    Path child = folder.resolve("child");
    CompletableFuture<Finished> running =
        CompletableFuture.supplyAsync(
            () -> processes.run(shell("sleep 120 & echo $! > " + child + "; wait")));
    await().until(() -> Files.exists(child) && Files.size(child) > 0);
    processes.interrupt();
    assertThatThrownBy(running::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(InterruptedConformanceException.class);
    await()
        .untilAsserted(
            () -> {
              long pid = Long.parseLong(Files.readString(child).strip());
              assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
            });
    assertThatThrownBy(() -> processes.run(shell("true")))
        .isInstanceOf(InterruptedConformanceException.class);
  }

  private static Command shell(String script) {
    return new Command("", List.of("sh", "-c", script), Map.of());
  }
}
