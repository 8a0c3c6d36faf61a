/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.alarms.definition.WarmUp;
import java.time.Duration;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class ShippedDefinitionsTest {

  private static final List<AlarmDefinition> ALARMS = Alarms.specified();

  @Test
  void thereAreTheFourOfTheSpecification() {
    assertThat(Alarms.all())
        .extracting(AlarmDefinition::name, AlarmDefinition::severity)
        .contains(
            Tuple.tuple("coordinator-down", Severity.CRITICAL),
            Tuple.tuple("high-failure-rate", Severity.HIGH),
            Tuple.tuple("no-online-runners", Severity.CRITICAL),
            Tuple.tuple("queue-backing-up", Severity.MEDIUM));
  }

  @Test
  void everyOneWarmsUpForHalfAnHourUnlessDataComesEarlier() {
    assertThat(ALARMS)
        .extracting(AlarmDefinition::warmUp)
        .containsOnly(new WarmUp(Duration.ofMinutes(30), false));
  }

  @Test
  void scalingAMinuteScalesPeriodsAndWarmUpAndNothingElse() {
    for (AlarmDefinition alarm : ALARMS) {
      AlarmDefinition scaled = alarm.scaledTo(Duration.ofSeconds(2));
      assertThat(scaled.period()).isEqualTo(alarm.period().dividedBy(30));
      assertThat(scaled.warmUp()).isEqualTo(new WarmUp(Duration.ofMinutes(1), false));
      assertThat(scaled.rule()).isEqualTo(alarm.rule());
      assertThat(scaled.scaledTo(Duration.ofMinutes(1))).isEqualTo(alarm);
    }
  }
}
