/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The examples in docs/examples are what the commands make today, byte for byte. */
final class ExportedExamplesTest {

  private static final Path EXAMPLES = Repository.root().resolve("docs/examples");

  @TempDir private Path folder;

  private String formerHome = "";

  @BeforeEach
  void home() {
    formerHome = System.getProperty("runwatch.home", "");
    System.setProperty("runwatch.home", Repository.root().toString());
  }

  @AfterEach
  void formerHome() {
    if (formerHome.isEmpty()) {
      System.clearProperty("runwatch.home");
    } else {
      System.setProperty("runwatch.home", formerHome);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          prometheus         | alarms export prometheus
          grafana/prometheus | dashboards export grafana --datasource prometheus --datasource-url http://prometheus:9090
          grafana/cloudwatch | dashboards export grafana --datasource cloudwatch
          """)
  void anExampleIsWhatItsCommandMakes(String example, String command) throws IOException {
    assertThat(export(command)).isZero();
    assertThat(files(folder))
        .as("./runwatch %s --environment prod --out docs/examples/%s", command, example)
        .isEqualTo(files(EXAMPLES.resolve(example)));
  }

  @Test
  void anExportTwiceMakesTheSameBytes() throws IOException {
    assertThat(export("alarms export prometheus")).isZero();
    Map<String, String> first = files(folder);
    assertThat(export("alarms export prometheus")).isZero();
    assertThat(files(folder)).isEqualTo(first).isNotEmpty();
  }

  @Test
  void anUnknownSystemIsRefusedInOneLine() {
    StringWriter err = new StringWriter();
    CommandLine commands = Main.commandLine(name -> null).setErr(new PrintWriter(err));
    assertThat(commands.execute("alarms", "export", "nagios", "--env", "prod")).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1).allMatch(line -> line.contains("nagios"));
  }

  private int export(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of("--environment", "prod", "--out", folder.toString()));
    return Main.commandLine(name -> null)
        .setOut(new PrintWriter(new StringWriter()))
        .execute(words.toArray(String[]::new));
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }
}
