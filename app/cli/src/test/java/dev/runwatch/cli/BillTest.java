/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BillTest {

  private static final List<AlarmDefinition> ALARMS =
      DefinitionLoader.loadAll(
          Path.of(System.getProperty("runwatch.root", "../..")).resolve("alarms"));

  @Test
  void metricsDoNotGrowWithTheFleetAndRequestsDo() {
    Bill one = Bill.of(1, Duration.ofMinutes(1), ALARMS);
    Bill hundred = Bill.of(100, Duration.ofMinutes(1), ALARMS);
    assertThat(hundred.metricSets()).isEqualTo(one.metricSets());
    assertThat(one.requests()).isEqualTo(730 * 60);
    assertThat(hundred.requests()).isEqualTo(730 * 60 * 100);
  }

  @Test
  void metricSetsAreOnesOwnRoutesAndStatusClasses() {
    // 21 names under Environment alone, 14 routes and 3 status classes of one of them.
    assertThat(Bill.of(1, Duration.ofMinutes(1), ALARMS).metricSets()).isEqualTo(21 + 14 + 3);
  }

  @Test
  void aBillIsTheSumOfItsParts() {
    Bill bill = Bill.of(10, Duration.ofMinutes(1), ALARMS);
    assertThat(bill.alarmMetrics()).isEqualTo(6);
    assertThat(bill.dollars()).isCloseTo(38 * 0.30 + 438 * 0.01 + 6 * 0.10 + 3, within(1e-9));
  }
}
