/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.TreatMissingData;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alarms whose states in real accounts are public. */
class ObservedAlarmsTest {

  private static final Instant STOPPED = Instant.parse("2023-10-13T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /**
   * Six of six periods of 600 s under {@code missing}: an instance was stopped at 00:00, and its
   * alarm was INSUFFICIENT_DATA at 01:18, "Insufficient Data: 6 datapoints were unknown". Only a
   * range of N + 2 explains it.
   */
  @ParameterizedTest(name = "N + {0}")
  @CsvSource({"0, false", "1, false", "2, true", "4, false"})
  void silenceIsInsufficientDataBetween70And80MinutesLater(int extra, boolean asObserved) {
    AlarmDefinition alarm =
        Alarms.plain(
                Alarms.above(90, 6, 6, TreatMissingData.MISSING), "Average", Duration.ofMinutes(10))
            .build();
    AlarmMonitor monitor =
        new AlarmMonitor(alarm, STOPPED.minus(Duration.ofHours(2)), AlarmState.OK, extra);
    SeriesSource source =
        (stat, from, to) -> {
          int size = (int) (Duration.between(from, to).dividedBy(stat.period()));
          double[] points = new double[size];
          Arrays.setAll(
              points,
              i ->
                  from.plus(stat.period().multipliedBy(i)).isBefore(lastDatumEnd())
                      ? 5
                      : Double.NaN);
          return Series.of(from, stat.period(), points);
        };
    Instant now = STOPPED;
    while (monitor.state() == AlarmState.OK) {
      now = now.plus(MINUTE);
      monitor.evaluate(source, now);
    }
    assertThat(monitor.status().reason())
        .isEqualTo("Insufficient Data: 6 datapoints were unknown.");
    Duration after = Duration.between(lastDatumEnd(), now);
    assertThat(
            after.compareTo(Duration.ofMinutes(70)) > 0
                && after.compareTo(Duration.ofMinutes(80)) <= 0)
        .as("%s after the last datum", after)
        .isEqualTo(asObserved);
  }

  /** The last datum is that of the minute before the stop. */
  private static Instant lastDatumEnd() {
    return STOPPED;
  }
}
