/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes one token of a shipped definition: a scenario or a check of the loader must notice. */
class MutationTest {

  private static final Path SHIPPED = Alarms.DIRECTORY;

  private static final String FILLED =
      "coordinator-down: Expression (8) MIN([FILL(healthy, 0), FILL(reachable, 1)]) → ";

  private static final String SHARE =
      "high-failure-rate: Expression (8) IF(ended > 0, (failed - 1.64*failed^0.5)/ended, 0) → ";

  private static final String BUSY =
      "runner-saturation: Expression (8) IF(slots > 0, busy/slots) → ";

  /** Changes that change nothing, with the reason. */
  private static final Map<String, String> EQUIVALENT =
      Map.ofEntries(
          Map.entry(
              FILLED + "AVG([FILL(healthy, 0), FILL(reachable, 1)])",
              "both are 0 or 1, so their mean is below 1 exactly when the smaller one is"),
          Map.entry(
              FILLED + "MIN([FILL(healthy, -1), FILL(reachable, 1)])", "-1 is below 1 as 0 is"),
          Map.entry(
              FILLED + "MIN([FILL(healthy, 0), FILL(reachable, 2)])",
              "healthy is at most 1, so it is the smaller one in any case"),
          Map.entry(
              "coordinator-down: TreatMissingData (13) breaching → ignore",
              "FILL leaves no point missing"),
          Map.entry(
              "coordinator-down: TreatMissingData (13) breaching → notBreaching",
              "FILL leaves no point missing"),
          Map.entry(
              SHARE + "IF(ended > -1, (failed - 1.64*failed^0.5)/ended, 0)",
              "0/0 has no value, which IF takes as 0"),
          Map.entry(
              SHARE + "IF(ended >= 0, (failed - 1.64*failed^0.5)/ended, 0)",
              "0/0 has no value, which IF takes as 0"),
          Map.entry(
              SHARE + "IF(ended > 1, (failed - 1.64*failed^0.5)/ended, 0)",
              "one run alone is below the threshold, failed or not"),
          Map.entry(
              SHARE + "IF(failed > 0, (failed - 1.64*failed^0.5)/ended, 0)",
              "without a failure the share is 0"),
          Map.entry(
              SHARE + "IF(ended > 0, (failed - 1.64*failed^0.5)/ended, -1)",
              "-1 is below the threshold as 0 is"),
          Map.entry(BUSY + "IF(slots > -1, busy/slots)", "0/0 has no value, as IF without one"),
          Map.entry(BUSY + "IF(slots >= 0, busy/slots)", "0/0 has no value, as IF without one"));

  @TempDir private Path directory;

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.walk(SHIPPED, 3)) {
      for (Path file : files.filter(f -> f.toString().matches(".*\\.(yaml|md)")).toList()) {
        Path to = directory.resolve(SHIPPED.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "coordinator-down",
        "high-failure-rate",
        "no-online-runners",
        "queue-backing-up",
        "run-waiting-too-long",
        "runner-saturation"
      })
  void everyChangeOfATokenIsNoticed(String name) throws IOException {
    Path file = DefinitionLoader.find(directory, name).orElseThrow();
    String text = Files.readString(file);
    List<Mutation> mutations = Mutation.of(text);
    assertThat(mutations).hasSizeGreaterThan(40);
    Map<String, String> survivors = new LinkedHashMap<>();
    for (Mutation mutation : mutations) {
      Files.writeString(file, mutation.text());
      if (!noticed(name)) {
        String key = name + ": " + mutation.what();
        survivors.put(key, EQUIVALENT.getOrDefault(key, "nobody knows why"));
      }
    }
    Map<String, String> expected = new LinkedHashMap<>(EQUIVALENT);
    expected.keySet().removeIf(key -> !key.startsWith(name + ": "));
    assertThat(survivors).containsExactlyInAnyOrderEntriesOf(expected);
  }

  private boolean noticed(String name) throws IOException {
    try {
      List<AlarmDefinition> alarms = DefinitionLoader.loadWithOptional(directory);
      for (Path folder : DefinitionLoader.folders(directory)) {
        Path own = folder.resolve("scenarios").resolve(name + ".yaml");
        if (Files.exists(own) && fails(own, alarms)) {
          return true;
        }
      }
      return fails(directory.resolve("scenarios/one-cause-one-page.yaml"), alarms);
    } catch (InvalidDefinitionException e) {
      return !e.faults().isEmpty();
    }
  }

  private static boolean fails(Path file, List<AlarmDefinition> alarms) {
    List<String> failures = new ArrayList<>();
    new ScenarioRunner(ScenarioReader.read(file, alarms))
        .run(result -> failures.addAll(result.failures()));
    return !failures.isEmpty();
  }
}
