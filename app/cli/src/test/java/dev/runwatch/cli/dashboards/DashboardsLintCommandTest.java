/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command {@code dashboards lint}. */
final class DashboardsLintCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @BeforeEach
  void home() {
    System.setProperty("runwatch.home", Repository.root().toString());
  }

  @Test
  void theShippedDashboardHasNoFault() {
    assertThat(lint()).isZero();
    assertThat(out.toString()).contains("overview.json: no fault");
  }

  @Test
  void aFaultIsALineWithFileLineAndPlace() throws IOException {
    Path file = folder.resolve("board.json");
    Files.writeString(
        file,
        """
        {"widgets": [
          {"type": "metric", "properties": {"region": "eu-west-1",
            "metrics": [["AWS/EC2", "CPUUtilization"]], "view": "timeseries"}}]}
        """);
    assertThat(lint(file.toString())).isEqualTo(1);
    assertThat(out.toString().strip())
        .isEqualTo(
            file
                + ":3: /widgets/0/properties/view: 'timeseries' must be one of timeSeries,"
                + " singleValue, gauge, bar, pie, table; did you mean timeSeries?");
  }

  @Test
  void aBodyOfOthersIsNotHeldToTheCatalogue() throws IOException {
    Path file = folder.resolve("board.json");
    Files.writeString(
        file,
        "{\"widgets\": [{\"type\": \"metric\", \"properties\": {\"region\": \"eu-west-1\","
            + " \"metrics\": [[\"AWS/EC2\", \"CPUUtilization\"]]}}]}");
    assertThat(lint(file.toString())).isZero();
  }

  @Test
  void aBodyWithTokensIsHeldToTheCatalogue() throws IOException {
    Path file = folder.resolve("board.json");
    Files.writeString(
        file,
        Files.readString(Repository.root().resolve("dashboards/overview.json"))
            .replace("run_wait_seconds", "run_waits_seconds"));
    assertThat(lint(file.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("did you mean run_wait_seconds?");
  }

  @Test
  void aFileThatIsMissingIsWrongUsage() {
    assertThat(lint(folder.resolve("none.json").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("none.json: cannot be read");
  }

  private int lint(String... path) {
    String[] words = new String[path.length + 1];
    words[0] = "lint";
    System.arraycopy(path, 0, words, 1, path.length);
    return new CommandLine(new DashboardsCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(words);
  }
}
