/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandCheckTest {

  @TempDir Path dir;

  private final CommandCheck check = new CommandCheck("/usr/bin:/bin:tools");

  private void script(String name, String content, boolean executable) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    assertThat(file.toFile().setExecutable(executable)).isTrue();
  }

  @BeforeEach
  void makeScripts() throws IOException {
    script("ci/build.sh", "#!/bin/sh\n", true);
    script("ci/plain.sh", "#!/bin/sh\n", false);
    script("ci/lost.sh", "#!/no/such/shell -e\n", true);
    script("tools/tool", "binary", true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "./ci/build.sh",
        "exec ./ci/build.sh --fast",
        "cat",
        "cat|wc -l",
        "tool",
        "while :; do sleep 1; done",
        "X=1 no-such-program",
        "\"no such program\"",
        "(no-such-program)",
        "$HOME/no-such-program",
        "cd /tmp && ./x"
      })
  void aProgramThatIsThereAndWhatOnlyAShellCanTellAreNoProblem(String command) {
    assertThat(check.problem(command, dir)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "no-such-program --x, is not on the PATH",
    "exec no-such-program, is not on the PATH",
    "./ci/none.sh, does not exist",
    "/no/such/program, does not exist",
    "./ci, is not executable",
    "./ci/plain.sh now, is not executable",
    "./ci/lost.sh; true, needs the interpreter"
  })
  void aProgramThatCannotBeExecutedIsAProblem(String command, String problem) {
    assertThat(check.problem(command, dir)).get().asString().contains(problem);
  }
}
