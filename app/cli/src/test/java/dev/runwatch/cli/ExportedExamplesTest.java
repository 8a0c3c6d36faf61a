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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * The examples in docs/examples are what the commands make today, byte for byte.
 * -Drunwatch.snapshots=update rewrites them.
 */
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
          prometheus         | alarms export prometheus --optional-alarms run-waiting-too-long,runner-saturation
          grafana/prometheus | dashboards export grafana --datasource prometheus --datasource-url http://prometheus:9090
          grafana/cloudwatch | dashboards export grafana --datasource cloudwatch
          google/alarms      | alarms export google
          google/dashboards  | dashboards export google
          """)
  void anExampleIsWhatItsCommandMakes(String example, String command) throws IOException {
    assertThat(export(command)).isZero();
    if (System.getProperty("runwatch.snapshots", "").equals("update")) {
      replace(EXAMPLES.resolve(example), files(folder));
    }
    assertThat(differences(files(EXAMPLES.resolve(example)), files(folder)))
        .as(
            "docs/examples/%s differs from what the command makes; run"
                + "  ./runwatch %s --environment prod --out docs/examples/%s",
            example, command, example)
        .isEmpty();
  }

  @Test
  void anExportTwiceMakesTheSameBytes() throws IOException {
    assertThat(export("alarms export prometheus")).isZero();
    Map<String, String> first = files(folder);
    assertThat(export("alarms export prometheus")).isZero();
    assertThat(files(folder)).isEqualTo(first).isNotEmpty();
  }

  @Test
  void fourAlarmsAreExportedUnlessOthersAreNamed() throws IOException {
    assertThat(export("alarms export prometheus")).isZero();
    assertThat(files(folder).get("runwatch.rules.yml"))
        .contains("CoordinatorDown")
        .doesNotContain("RunnerSaturation");
    assertThat(files(folder).keySet()).noneMatch(it -> it.contains("runner-saturation"));
  }

  @Test
  void anUnknownOptionalAlarmIsRefusedWithASuggestion() {
    StringWriter err = new StringWriter();
    CommandLine commands = Main.commandLine(name -> null).setErr(new PrintWriter(err));
    assertThat(commands.execute("metrics", "--optional-alarms", "runner-saturated")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--optional-alarms: 'runner-saturated' is not an optional alarm")
        .contains("did you mean runner-saturation?");
  }

  @Test
  void theBillCountsOptionalAlarmsThatAreNamed() {
    assertThat(alarmMetrics("metrics")).isEqualTo(7);
    assertThat(alarmMetrics("metrics --optional-alarms runner-saturation")).isEqualTo(9);
  }

  private static int alarmMetrics(String command) {
    StringWriter out = new StringWriter();
    CommandLine commands = Main.commandLine(name -> null).setOut(new PrintWriter(out));
    assertThat(commands.execute(command.split(" "))).isZero();
    return out.toString()
        .lines()
        .filter(line -> line.contains("metrics of alarms"))
        .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D+(\\d+) .*", "$1")))
        .findFirst()
        .orElseThrow();
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

  /** One line for each file that differs, with the first line in which it does. */
  private static List<String> differences(Map<String, String> kept, Map<String, String> made) {
    Set<String> names = new TreeSet<>(kept.keySet());
    names.addAll(made.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      List<String> old = kept.getOrDefault(name, "").lines().toList();
      List<String> now = made.getOrDefault(name, "").lines().toList();
      int line = 0;
      while (line < old.size() && line < now.size() && old.get(line).equals(now.get(line))) {
        line++;
      }
      if (!kept.getOrDefault(name, "").equals(made.get(name))) {
        String change = line < now.size() ? now.get(line).strip() : "(end)";
        differences.add(name + ":" + (line + 1) + ": " + change);
      }
    }
    return differences;
  }

  private static void replace(Path example, Map<String, String> made) throws IOException {
    for (String name : files(example).keySet()) {
      Files.delete(example.resolve(name));
    }
    for (Map.Entry<String, String> file : made.entrySet()) {
      Path path = example.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
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
