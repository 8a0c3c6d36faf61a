/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class SimulateCommandTest {

  private static final Path ROOT = Path.of(System.getProperty("runwatch.root", ".."));
  private static final Path ALARMS = ROOT.resolve("alarms");
  private static final Path SAMPLES = ROOT.resolve("app/alarms/src/test/resources/samples");

  @TempDir private Path directory;

  /** What a command said, and its status. */
  private record Said(int status, String out, String err) {}

  @Test
  void simulateShowsNotificationsAndDetection() throws IOException {
    Path model =
        write(
            "model.yaml",
            "base: {failure_rate: 0.01}\ngroups: {runs_per_minute: [10]}\n"
                + "steady: {failure_rate: [0.01]}\nsteps: {failure_rate: [1]}\n");
    Path plot = directory.resolve("plot.svg");
    String[] arguments = {
      "high-failure-rate",
      "--model",
      model.toString(),
      "--minutes",
      "2000",
      "--trials",
      "20",
      "--plot",
      plot.toString(),
      "--format",
      "table"
    };
    Said said = run("simulate", arguments);
    assertThat(said.err()).isEmpty();
    assertThat(said.status()).isZero();
    assertThat(said.out().lines())
        .contains("| 10 | 0.01 | 0.00 | 0.00 | 0 | 0, 0 |")
        .anyMatch(line -> line.startsWith("| 10 | 0.01 to 1 | 2 | "));
    assertThat(plot).content().startsWith("<svg ");
    arguments[arguments.length - 1] = "json";
    assertThat(run("simulate", arguments).out())
        .contains("\"notifications_a_month\":0.0", "\"p50\":", "\"missed\":0");
  }

  @Test
  void simulateRefusesWhatItCannotDoInOneLine() throws IOException {
    assertThat(run("simulate", "high-failure-rate", "--minutes", "0").err())
        .isEqualToIgnoringNewLines("--minutes: 0 is not a number from 1 to 1000000000");
    assertThat(run("simulate", "high-failure-rate", "--model", "none.yaml").err())
        .contains("none.yaml");
    Path other =
        write(
            "other.yaml",
            Files.readString(SAMPLES.resolve("queue-backing-up.yaml"))
                .replace("runs_pending_count", "sse_connections_count"));
    Path model = ALARMS.resolve("models/queue-backing-up.yaml");
    assertThat(run("simulate", other.toString(), "--model", model.toString()).err())
        .contains("the simulated platform does not publish 'sse_connections_count'");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static Said run(String name, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = new CommandLine(new AlarmsCommand());
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of(name, "--alarms-dir=" + ALARMS));
    all.addAll(List.of(arguments));
    int status = command.execute(all.toArray(String[]::new));
    return new Said(status, out.toString(), err.toString());
  }
}
