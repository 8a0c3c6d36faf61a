/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus's own programs say of the exported files. */
final class PrometheusExportTest {

  @TempDir private Path folder;

  /** What a program printed, and its status. */
  private record Said(int status, String text) {}

  @Test
  void promtoolAcceptsTheRules() throws Exception {
    Exported.write(folder, Exported.files(List.of()));
    Said said = run("promtool", "check", "rules", PrometheusExport.RULES);
    assertThat(said.status()).as(said.text()).isZero();
    assertThat(said.text()).contains("SUCCESS").doesNotContain("duplicate");
  }

  @Test
  void amtoolAcceptsTheConfiguration() throws Exception {
    Exported.write(folder, Exported.files(List.of()));
    Said said = run("amtool", "check-config", PrometheusExport.ALERTMANAGER);
    assertThat(said.status()).as(said.text()).isZero();
    assertThat(said.text()).contains("2 inhibit rules", "3 receivers");
  }

  @Test
  void promtoolAgreesWithTheEvaluatorInEveryMinuteButTheListedDifferences() throws Exception {
    Map<String, String> files = Exported.files(List.of());
    Exported.write(folder, files);
    List<String> tests = files.keySet().stream().filter(it -> it.endsWith(".test.yml")).toList();
    assertThat(tests).hasSizeGreaterThanOrEqualTo(5);
    List<String> command = new ArrayList<>(List.of("promtool", "test", "rules"));
    command.addAll(tests);
    String text = run(command.toArray(String[]::new)).text();
    assertThat(found(text))
        .as("what promtool finds, compared with alarms/%s", Differences.FILE)
        .containsExactlyInAnyOrderElementsOf(listed());
  }

  @Test
  void theExportedTestsPass() throws Exception {
    Map<String, String> files = Exported.files(Differences.read(Alarms.DIRECTORY));
    Exported.write(folder, files);
    List<String> command = new ArrayList<>(List.of("promtool", "test", "rules"));
    files.keySet().stream().filter(it -> it.endsWith(".test.yml")).forEach(command::add);
    Said said = run(command.toArray(String[]::new));
    assertThat(said.status()).as(said.text()).isZero();
  }

  /** What promtool finds, a line for each minute: scenario, case, alert, time, state. */
  private static Set<String> found(String text) {
    Set<String> found = new TreeSet<>();
    String file = "";
    String name = "";
    String alert = "";
    for (String line : text.lines().toList()) {
      Matcher part = PART.matcher(line);
      if (!part.matches()) {
        continue;
      }
      file = part.group("file") == null ? file : part.group("file");
      name = part.group("name") == null ? name : part.group("name");
      alert = part.group("alert") == null ? alert : part.group("alert");
      if (part.group("expected") != null) {
        boolean fires = part.group("expected").startsWith("[]");
        found.add(file + " | " + name + " | " + alert + " | " + (fires ? "firing" : "silent"));
      }
    }
    return found;
  }

  private static final Pattern PART =
      Pattern.compile(
          "Unit Testing: +tests/(?<file>.*)\\.test\\.yml|\\s+name: (?<name>.*),"
              + "|\\s+alertname: (?<alert>\\w+, time: \\w+), |\\s+exp:(?<expected>.*)");

  private static Set<String> listed() {
    Set<String> listed = new TreeSet<>();
    for (Difference it : Differences.read(Alarms.DIRECTORY)) {
      String alert = PrometheusAlarm.alertName(Alarms.shipped(it.alarm()));
      for (long minute = it.from().toMinutes(); minute <= it.to().toMinutes(); minute++) {
        String hours = minute < 60 ? "" : minute / 60 + "h";
        String time = hours + (minute % 60 == 0 ? "" : minute % 60 + "m") + "15s";
        String state = it.firing() ? "firing" : "silent";
        listed.add(
            it.scenario() + " | " + it.name() + " | " + alert + ", time: " + time + " | " + state);
      }
    }
    return listed;
  }

  private Said run(String... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command));
    words.set(0, Needs.program(command[0]).toString());
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int status = process.waitFor();
    return new Said(status, Files.readString(output, StandardCharsets.UTF_8));
  }
}
