/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CommandTest {

  @Test
  void aCommandIsPrintedAsSomebodyTypesIt() {
    assertThat(Command.runwatch("mute", "10m", "--reason", "it's a test").line())
        .isEqualTo("./runwatch mute 10m --reason 'it'\\''s a test'");
    assertThat(Command.cdk(List.of("npx", "cdk", "deploy", "-c", "env=dev")).line())
        .isEqualTo("(cd infra/cdk && npx cdk deploy -c env=dev)");
  }

  @Test
  void aProgramOfTheHomeIsFoundFromAnyFolder() {
    assertThat(Command.runwatch("verify").program(Path.of("/home/of")))
        .containsExactly("/home/of/runwatch", "verify");
  }

  @Test
  void whatIsNotAsExpectedIsNamed() {
    Expectation expectation =
        Expectation.status(1).printing("nobody confirmed").times(3).notPrinting("ALARM");
    assertThat(expectation.violation(new Finished(1, "nobody confirmed ".repeat(3)))).isEmpty();
    assertThat(expectation.violation(new Finished(0, "nobody confirmed in ALARM")))
        .isEqualTo(
            "exit status 0, \"nobody confirmed\" printed 1 times, \"ALARM\" printed:"
                + " nobody confirmed in ALARM");
    assertThat(expectation.told())
        .isEqualTo("exit status 1, prints \"nobody confirmed\" 3 times, does not print \"ALARM\"");
  }
}
