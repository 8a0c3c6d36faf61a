/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmDefinition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures that alarms/README.md promises, from fewer minutes. */
@TestInstance(Lifecycle.PER_CLASS)
class OperatingCharacteristicTest {

  private static final int MINUTES = 400_000;
  private static final int TRIALS = 300;

  private Characteristic failures;

  private static Characteristic simulated(String name, int minutes, int trials) {
    AlarmDefinition definition = Alarms.shipped(name);
    Model model = ModelReader.read(Alarms.DIRECTORY.resolve("models").resolve(name + ".yaml"));
    return new Simulation(definition, model, minutes, trials, 1).run();
  }

  @BeforeAll
  void simulate() {
    failures = simulated("high-failure-rate", MINUTES, TRIALS);
  }

  @ParameterizedTest
  @CsvSource({"0.02, 0.1", "0.05, 2.5"})
  void chanceAloneHardlyNotifiesAtAnyVolume(double rate, double most) {
    assertThat(failures.steady())
        .filteredOn(steady -> steady.value() == rate)
        .hasSize(5)
        .allSatisfy(steady -> assertThat(steady.perMonth()).isLessThanOrEqualTo(most));
  }

  @ParameterizedTest(name = "{0} runs a minute, a step to {1}: {2} minutes")
  @CsvSource({
    "1, 0.5, 12",
    "10, 0.5, 6",
    "1, 0.25, 35",
    "10, 0.25, 10",
    "1, 0.15, 180",
    "1, 1, 7",
    "0.2, 1, 30"
  })
  void aStepIsDetectedInTime(double runs, double rate, double most) {
    assertThat(failures.steps(runs))
        .filteredOn(step -> step.to() == rate)
        .singleElement()
        .satisfies(step -> assertThat(step.percentile(0.5)).isLessThanOrEqualTo(most));
  }

  @Test
  void silenceNeverRaisesAnAlarm() {
    assertThat(failures.steady()).allMatch(steady -> steady.raisedInSilence() == 0);
    assertThat(failures.steady()).anyMatch(steady -> steady.silences() > 10);
    for (String name : new String[] {"no-online-runners", "queue-backing-up"}) {
      assertThat(simulated(name, MINUTES / 4, 1).steady())
          .as(name)
          .allMatch(steady -> steady.raisedInSilence() == 0);
    }
  }

  @Test
  void silenceIsNoAllClearOfRunners() {
    assertThat(simulated("no-online-runners", MINUTES, 1).steady(60))
        .allMatch(steady -> steady.silences() > 0 && steady.clearedInSilence() == 0);
  }

  @Test
  void shortSpellsWithLateDataDoNotPageAndLongOnesDo() {
    Characteristic down = simulated("coordinator-down", MINUTES / 4, 100);
    for (double minutes : new double[] {1, 2}) {
      assertThat(down.steady(minutes)).allMatch(steady -> steady.notifications() == 0);
    }
    assertThat(down.steady(5)).allMatch(steady -> steady.perMonth() > 90);
    assertThat(down.steps()).allMatch(step -> step.percentile(1) <= 4);
  }
}
