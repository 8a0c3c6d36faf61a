/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.testing.Repository;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SampleDataTest {

  static Stream<AlarmDefinition> definitions() {
    return DefinitionLoader.loadWithOptional(Repository.root().resolve("alarms")).stream()
        .map(it -> it.bound("staging", "Runwatch"));
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void everyAlarmCanBeFiredAndResolvedByData(AlarmDefinition definition) {
    assertThat(SampleData.find(definition, AlarmState.ALARM)).isPresent();
    assertThat(SampleData.find(definition, AlarmState.OK)).isPresent();
    assertThat(SampleData.find(definition, AlarmState.ALARM))
        .isNotEqualTo(SampleData.find(definition, AlarmState.OK));
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void theDataAreThoseThatTheAlarmIsFor(AlarmDefinition definition) {
    String told = SampleData.find(definition, AlarmState.ALARM).orElseThrow().told();
    switch (definition.name()) {
      case "queue-backing-up" ->
          assertThat(told).isEqualTo("runners_online_count=1.0, runs_pending_count=51.0");
      case "run-waiting-too-long" ->
          assertThat(told).isEqualTo("oldest_pending_age_seconds=901.0, runners_online_count=1.0");
      case "runner-saturation" ->
          assertThat(told).isEqualTo("runner_slots_busy=1.0, runner_slots_count=1.0");
      case "no-online-runners" -> assertThat(told).isEqualTo("runners_online_count=0.0");
      default -> assertThat(told).isNotBlank();
    }
  }
}
