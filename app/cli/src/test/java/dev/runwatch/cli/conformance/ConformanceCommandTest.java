/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cli.Main;
import dev.runwatch.cli.RunwatchHome;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@ExtendWith(RunwatchHome.class)
final class ConformanceCommandTest {

  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          conformance --env nowhere                               | is not an environment
          conformance --env staging --mail nobody                 | mail.critical
          conformance --env staging --questions maybe             | ASK, ONLY, NONE
          conformance --env staging --confirm-within soon         | '--confirm-within'
          conformance --env staging --set mial.high=a@b.internal  | did you mean mail.high?
          """)
  void wrongUseIsStatus2AndOneLine(String line, String told) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err.toString().strip().lines()).singleElement().asString().contains(told);
  }

  @Test
  void anEndpointThatCannotBeReachedIsStatus2AndOneLine() {
    assertThat(run("conformance", "--env", "staging", "--endpoint-url", "http://127.0.0.1:9"))
        .isEqualTo(2);
    assertThat(err.toString().strip().lines())
        .singleElement()
        .asString()
        .startsWith("runwatch conformance: AWS: ");
  }

  private int run(String... arguments) {
    CommandLine main = Main.commandLine(name -> null);
    main.setOut(new PrintWriter(new StringWriter()));
    main.setErr(new PrintWriter(err, true));
    return main.execute(arguments);
  }
}
