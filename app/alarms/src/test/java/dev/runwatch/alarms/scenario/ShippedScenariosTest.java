/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.DefinitionLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedScenariosTest {

  private static final Path ALARMS = Path.of(System.getProperty("runwatch.root", ".."), "alarms");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(ALARMS.resolve("scenarios"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void passAndDependOnNoUnpublishedRange(Path file) {
    List<String> complaints = new ArrayList<>();
    Scenario scenario = ScenarioReader.read(file, DefinitionLoader.loadAll(ALARMS));
    new ScenarioRunner(scenario)
        .run(
            result -> {
              result.failures().forEach(f -> complaints.add(result.name() + ": " + f));
              result.fragile().forEach(f -> complaints.add(result.name() + ": fragile: " + f));
              if (!result.passed()) {
                complaints.addAll(result.table());
              }
            });
    assertThat(complaints).isEmpty();
    assertThat(scenario.size()).isGreaterThanOrEqualTo(7);
  }
}
