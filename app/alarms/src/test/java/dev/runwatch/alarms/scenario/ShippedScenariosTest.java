/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.yaml.YamlFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedScenariosTest {

  private static final Path SCENARIOS = Alarms.DIRECTORY.resolve("scenarios");

  static List<Path> files() {
    return YamlFolder.of(SCENARIOS).files();
  }

  /**
   * Whether points that FILL adds end a warm-up is not published, and no other treatment notices a
   * coordinator that was never started.
   */
  private static final String HANGS_ON_FILL = "if points that FILL adds end the warm-up";

  @Test
  void everyAlarmOfTheSpecificationHasAtLeastSevenCases() {
    for (String name : Alarms.SPECIFIED) {
      Path file = SCENARIOS.resolve(name + ".yaml");
      assertThat(ScenarioReader.read(file, Alarms.all()).size()).as(name).isGreaterThanOrEqualTo(7);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void passAndDependOnNoUnpublishedRange(Path file) {
    List<String> complaints = new ArrayList<>();
    Scenario scenario = ScenarioReader.read(file, Alarms.all());
    new ScenarioRunner(scenario)
        .run(
            result -> {
              result.failures().forEach(f -> complaints.add(result.name() + ": " + f));
              result.fragile().stream()
                  .filter(f -> !known(file, f))
                  .forEach(f -> complaints.add(result.name() + ": fragile: " + f));
              if (!result.passed()) {
                complaints.addAll(result.table());
              }
            });
    assertThat(complaints).isEmpty();
  }

  private static boolean known(Path file, String fragile) {
    return !file.endsWith("no-online-runners.yaml") && fragile.contains(HANGS_ON_FILL);
  }
}
