/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Repository;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code alarms test --strict}, which the documents tell people to run. */
class StrictTest {

  private static final Path ALARMS = Repository.root().resolve("alarms");

  @TempDir private Path directory;

  @Test
  void theShippedAlarmsPass() {
    StringWriter out = new StringWriter();
    assertThat(run(out, "test", "--strict")).as(out.toString()).isZero();
    assertThat(out.toString()).matches("\\d+ passed, 0 failed\\R");
  }

  @Test
  void aCaseThatDoesNotSayWhatItAssumesFails() throws Exception {
    String scenarios = Files.readString(ALARMS.resolve("scenarios/coordinator-down.yaml"));
    Path file =
        Files.writeString(
            directory.resolve("coordinator-down.yaml"),
            scenarios.replace("    assumes: [ warm-up-needs-data ]\n", ""));
    StringWriter out = new StringWriter();
    assertThat(run(out, "test", "--strict", file.toString())).isOne();
    assertThat(out.toString())
        .contains("3 fragile", "if points that FILL adds end the warm-up", "passed, 3 failed");
    assertThat(run(new StringWriter(), "test", file.toString())).isZero();
  }

  private static int run(StringWriter out, String... words) {
    CommandLine commands = new CommandLine(new AlarmsCommand()).setOut(new PrintWriter(out));
    String[] all = new String[words.length + 2];
    all[0] = "--alarms-dir";
    all[1] = ALARMS.toString();
    System.arraycopy(words, 0, all, 2, words.length);
    return commands.execute(all);
  }
}
