/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedScenariosTest {

  private static final Path SCENARIOS = Alarms.DIRECTORY.resolve("scenarios");

  static List<Path> files() {
    return Alarms.filesOf("scenarios");
  }

  @Test
  void everyAlarmOfTheSpecificationHasAtLeastSevenCases() {
    for (String name : Alarms.SPECIFIED) {
      Path file = SCENARIOS.resolve(name + ".yaml");
      assertThat(ScenarioReader.read(file, Alarms.all()).size()).as(name).isGreaterThanOrEqualTo(7);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void passAndHangOnNothingThatTheyDoNotSayTheyAssume(Path file) {
    List<String> complaints = new ArrayList<>();
    Scenario scenario = ScenarioReader.read(file, Alarms.all());
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
  }
}
