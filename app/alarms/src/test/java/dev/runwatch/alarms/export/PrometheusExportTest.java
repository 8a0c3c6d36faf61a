/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.scenario.Scenario;
import dev.runwatch.alarms.scenario.ScenarioCase;
import dev.runwatch.alarms.scenario.ScenarioRunner;
import dev.runwatch.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  static Set<String> scenarios() {
    return Exported.scenarios().keySet();
  }

  /** With the rules of the scenario's alarms only: promtool evaluates every rule at every step. */
  @ParameterizedTest
  @MethodSource("scenarios")
  void promtoolAgreesWithTheEvaluatorInEveryMinuteButTheListedDifferences(String stem)
      throws Exception {
    Scenario scenario = Exported.scenarios().get(stem);
    Map<String, String> files =
        new PrometheusExport(scenario.alarms(), Exported.PROD)
            .files(Map.of(stem, scenario), Differences.read(Alarms.DIRECTORY));
    Exported.write(folder, files);
    Said said = run("promtool", "test", "rules", "tests/" + stem + ".test.yml");
    assertThat(said.status()).as(said.text()).isZero();
    String all = rules(Exported.files(List.of()));
    assertThat(rules(files).lines()).allMatch(all::contains);
  }

  private static String rules(Map<String, String> files) {
    return files.getOrDefault(PrometheusExport.RULES, "");
  }

  @Test
  void inEveryListedMinuteTheEvaluatorSaysTheOpposite() {
    for (Difference it : Differences.read(Alarms.DIRECTORY)) {
      Scenario scenario = Exported.scenarios().get(it.scenario());
      ScenarioCase named =
          scenario.cases().stream()
              .filter(one -> one.name().equals(it.name()))
              .findFirst()
              .orElseThrow();
      List<AlarmState> states =
          new ScenarioRunner(scenario).states(named, Alarms.shipped(it.alarm()));
      for (long minute = it.from().toMinutes(); minute <= it.to().toMinutes(); minute++) {
        assertThat(states.get(Math.toIntExact(minute)) == AlarmState.ALARM)
            .as("%s, %s, minute %d", it.name(), it.alarm(), minute)
            .isNotEqualTo(it.firing());
      }
    }
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
