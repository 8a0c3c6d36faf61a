/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SeriesTest {

  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final double MISSING = Double.NaN;

  private final Series series = Series.of(START, MINUTE, 1, MISSING, 3);

  @Test
  void aValueIsFoundByItsIndexOrByTheStartOfItsPeriod() {
    assertThat(series.value(0)).hasValue(1);
    assertThat(series.value(1)).isEmpty();
    assertThat(series.at(START.plus(Duration.ofMinutes(2)))).hasValue(3);
    assertThat(series.at(START.plusSeconds(1))).isEmpty();
    assertThat(series.at(START.minus(MINUTE))).isEmpty();
    assertThat(series.at(START.plus(Duration.ofMinutes(3)))).isEmpty();
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> series.value(3));
  }

  @Test
  void nullIsAMissingValue() {
    assertThat(Series.of(START, MINUTE, Arrays.asList(1.0, null, 3.0))).isEqualTo(series);
    assertThat(Series.missing(START, MINUTE, 2))
        .isEqualTo(Series.of(START, MINUTE, MISSING, MISSING));
  }

  @Test
  void aViewHasTheTimesOfItsPeriods() {
    Series newest = series.newest(2);
    assertThat(newest.start()).isEqualTo(START.plus(MINUTE));
    assertThat(newest.values()).containsExactly(MISSING, 3);
    assertThat(newest.time(1)).isEqualTo(START.plus(Duration.ofMinutes(2)));
    assertThat(newest.at(START)).isEmpty();
    assertThat(newest).isEqualTo(Series.of(START.plus(MINUTE), MINUTE, MISSING, 3));
    assertThat(newest.shared()).containsExactly(MISSING, 3);
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> newest.raw(2));
  }

  @Test
  void aSeriesIsWholeWhereNoneOfTheNewestIsMissing() {
    assertThat(series.isWhole(1)).isTrue();
    assertThat(series.isWhole(2)).isFalse();
    assertThat(series.newest(1).isWhole(1)).isTrue();
  }

  @Test
  void theValuesCannotBeModifiedFromOutside() {
    double[] given = {1, MISSING, 3};
    Series copy = Series.of(START, MINUTE, given);
    given[0] = 9;
    copy.values()[2] = 9;
    assertThat(copy).isEqualTo(series).hasSameHashCodeAs(series);
  }

  @Test
  void seriesDifferByStartPeriodAndValues() {
    assertThat(series)
        .isNotEqualTo(Series.of(START.plus(MINUTE), MINUTE, 1, MISSING, 3))
        .isNotEqualTo(Series.of(START, Duration.ofMinutes(2), 1, MISSING, 3))
        .isNotEqualTo(Series.of(START, MINUTE, 1, MISSING, 4))
        .isNotEqualTo(null);
    assertThat(series).hasToString("2026-01-05T10:00:00Z every PT1M [1.0, NaN, 3.0]");
  }

  @Test
  void aPeriodIsPositive() {
    assertThatIllegalArgumentException().isThrownBy(() -> Series.of(START, Duration.ZERO, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.missing(START, MINUTE.negated(), 1));
  }
}
