/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Rule;
import dev.runwatch.alarms.definition.TreatMissingData;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinuteAlarmTest {

  private static final int MINUTES = 400;

  @ParameterizedTest
  @ValueSource(
      strings = {"coordinator-down", "high-failure-rate", "no-online-runners", "queue-backing-up"})
  void hasTheStatesOfTheEvaluatorOnRandomInput(String name) {
    Random random = new Random(name.hashCode());
    int changes = 0;
    for (int i = 0; i < 400; i++) {
      AlarmDefinition definition = varied(Alarms.shipped(name), random);
      Trace trace = trace(definition, random);
      int extra = 2 * random.nextInt(3);
      AlarmState before = AlarmState.values()[random.nextInt(3)];
      List<String> expected = changes(new MonitoredAlarm(definition, trace, before, extra));
      assertThat(MinuteAlarm.accepts(definition)).isTrue();
      assertThat(changes(new MinuteAlarm(definition, trace, before, extra)))
          .as("%s with %s, extra %d", definition.rule(), before, extra)
          .isEqualTo(expected);
      changes += expected.size();
    }
    assertThat(changes).isGreaterThan(1000);
  }

  /** The same alarm with any N, M, and treatment of missing data. */
  private static AlarmDefinition varied(AlarmDefinition definition, Random random) {
    int n = 1 + random.nextInt(12);
    Rule old = definition.rule();
    Rule rule =
        new Rule(
            n,
            1 + random.nextInt(n),
            old.threshold(),
            old.operator(),
            TreatMissingData.values()[random.nextInt(4)],
            /* evaluateLowSamples= */ true);
    return definition.toBuilder().rule(rule).warmUp(null).build();
  }

  /** Values on both sides of every threshold, often missing, often late. */
  private static Trace trace(AlarmDefinition definition, Random random) {
    Trace trace =
        new Trace(
            definition.stats().values().stream().map(MetricStat::name).collect(Collectors.toSet()));
    double missing = random.nextDouble() * 0.6;
    double late = random.nextDouble() * 0.3;
    for (int i = 0; i < MINUTES; i++) {
      trace.begin(random.nextDouble() < late, random.nextDouble() < late, /* isSilent= */ false);
      for (MetricStat stat : definition.stats().values()) {
        if (random.nextDouble() >= missing) {
          int most = stat.name().equals("runs_pending_count") ? 101 : 8;
          trace.put(
              trace.column(stat.name()), random.nextInt(most) % (random.nextBoolean() ? 2 : most));
        }
      }
    }
    return trace;
  }

  private static List<String> changes(SimulatedAlarm alarm) {
    List<String> changes = new ArrayList<>();
    alarm.evaluate((minute, from, to) -> changes.add(minute + " " + from + " " + to));
    return changes;
  }
}
