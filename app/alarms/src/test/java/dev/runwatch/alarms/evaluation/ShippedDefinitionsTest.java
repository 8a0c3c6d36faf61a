/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.alarms.definition.TreatMissingData;
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
  void theOneThatSilenceRaisesWaitsADayForServicesThatWereNeverStarted() {
    assertThat(ALARMS)
        .allSatisfy(
            alarm -> {
              boolean breaching = alarm.rule().treatMissingData() == TreatMissingData.BREACHING;
              assertThat(alarm.warmUp())
                  .as(alarm.name())
                  .isEqualTo(breaching ? new WarmUp(Duration.ofDays(1), false) : null);
            });
  }

  @Test
  void noOtherOneChangesItsStateWithoutData() {
    assertThat(ALARMS)
        .filteredOn(alarm -> alarm.warmUp() == null)
        .hasSize(3)
        .allMatch(alarm -> alarm.rule().treatMissingData() == TreatMissingData.IGNORE);
  }

  @Test
  void aCriticalOneDetectsWithinFourMinutes() {
    assertThat(ALARMS)
        .filteredOn(alarm -> alarm.severity() == Severity.CRITICAL)
        .hasSize(2)
        .allSatisfy(
            alarm ->
                assertThat(alarm.period().multipliedBy(alarm.rule().datapointsToAlarm()))
                    .isLessThanOrEqualTo(Duration.ofMinutes(4)));
  }

  @Test
  void scalingAMinuteScalesPeriodsAndWarmUpAndNothingElse() {
    for (AlarmDefinition alarm : ALARMS) {
      AlarmDefinition scaled = alarm.scaledTo(Duration.ofSeconds(2));
      assertThat(scaled.period()).isEqualTo(alarm.period().dividedBy(30));
      assertThat(scaled.warmUp())
          .isEqualTo(alarm.warmUp() == null ? null : new WarmUp(Duration.ofMinutes(48), false));
      assertThat(scaled.rule()).isEqualTo(alarm.rule());
      assertThat(scaled.scaledTo(Duration.ofMinutes(1))).isEqualTo(alarm);
    }
  }
}
