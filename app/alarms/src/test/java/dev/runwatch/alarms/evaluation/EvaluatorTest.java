/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.TreatMissingData;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rules of the evaluation that AWS states in words, on all 729 ranges of six data points. 0 is
 * within the threshold, X is beyond it, - is missing; the newest is on the right.
 */
class EvaluatorTest {

  private static final int N = 3;

  private static List<String> ranges() {
    List<String> all = new ArrayList<>(List.of(""));
    for (int length = 0; length < 6; length++) {
      List<String> longer = new ArrayList<>();
      for (String range : all) {
        for (String point : List.of("0", "X", "-")) {
          longer.add(range + point);
        }
      }
      all = longer;
    }
    return all;
  }

  /** "The newest N points decide, and missing data is ignored, if there are that many." */
  @Test
  void withEnoughPointsTheNewestDecideWhateverTheTreatment() {
    for (String range : ranges()) {
      String real = range.replace("-", "");
      if (real.length() < N) {
        continue;
      }
      String newest = real.substring(real.length() - N);
      long breaching = newest.chars().filter(c -> c == 'X').count();
      for (int m = 1; m <= N; m++) {
        for (TreatMissingData treatment : TreatMissingData.values()) {
          for (AlarmState before : AlarmState.values()) {
            assertThat(state(m, range, treatment, before))
                .as(range)
                .isEqualTo(breaching >= m ? AlarmState.ALARM : AlarmState.OK);
          }
        }
      }
    }
  }

  /** A treatment that raises an alarm less readily raises none that the others do not raise. */
  @Test
  void anAlarmUnderNotBreachingIsOneUnderEveryTreatment() {
    for (String range : ranges()) {
      for (int m = 1; m <= N; m++) {
        for (AlarmState before : AlarmState.values()) {
          if (state(m, range, TreatMissingData.NOT_BREACHING, before) == AlarmState.ALARM) {
            for (TreatMissingData treatment : TreatMissingData.values()) {
              assertThat(state(m, range, treatment, before)).as(range).isEqualTo(AlarmState.ALARM);
            }
          }
          if (state(m, range, TreatMissingData.BREACHING, before) == AlarmState.OK) {
            for (TreatMissingData treatment : TreatMissingData.values()) {
              assertThat(state(m, range, treatment, before)).as(range).isEqualTo(AlarmState.OK);
            }
          }
        }
      }
    }
  }

  /** {@code ignore} is {@code missing}, or it keeps the state. */
  @Test
  void ignoreDecidesAsMissingDoesOrKeepsTheState() {
    for (String range : ranges()) {
      for (int m = 1; m <= N; m++) {
        for (AlarmState before : AlarmState.values()) {
          AlarmState ignore = state(m, range, TreatMissingData.IGNORE, before);
          assertThat(ignore)
              .as(range)
              .isIn(state(m, range, TreatMissingData.MISSING, before), before);
        }
      }
    }
  }

  @Test
  void onlyIgnoreDependsOnTheStateBefore() {
    for (String range : ranges()) {
      for (int m = 1; m <= N; m++) {
        for (TreatMissingData treatment : TreatMissingData.values()) {
          if (treatment != TreatMissingData.IGNORE) {
            AlarmState fromOk = state(m, range, treatment, AlarmState.OK);
            assertThat(state(m, range, treatment, AlarmState.ALARM)).as(range).isEqualTo(fromOk);
            assertThat(state(m, range, treatment, AlarmState.INSUFFICIENT_DATA)).isEqualTo(fromOk);
          }
        }
      }
    }
  }

  /** "If some data points are missing and the existing ones are within the threshold, it is OK." */
  @Test
  void aPointWithinTheThresholdIsOkUnlessEnoughBreach() {
    for (String range : ranges()) {
      if (range.contains("0") && !range.contains("X")) {
        assertThat(state(1, range, TreatMissingData.MISSING, AlarmState.ALARM))
            .isEqualTo(AlarmState.OK);
        assertThat(state(1, range, TreatMissingData.IGNORE, AlarmState.ALARM))
            .isEqualTo(AlarmState.OK);
      }
    }
  }

  /** One of N: one breaching point, wherever it is among the newest N. */
  @ParameterizedTest(name = "{0} of {1}: {2} is {3}")
  @CsvSource({
    "1, 1, X, ALARM",
    "1, 1, 0, OK",
    "1, 1, X0, OK",
    "1, 3, X00, ALARM",
    "1, 3, X000, OK",
    "2, 3, XX0, ALARM",
    "2, 3, X0X0, OK",
    "3, 3, XXX, ALARM",
    "3, 3, XX0, OK",
    "5, 5, XXXX, ALARM",
    "5, 5, XXX0, OK"
  })
  void mOfNPointsMustBreach(int m, int n, String range, AlarmState state) {
    assertThat(
            Evaluator.evaluate(
                    Alarms.above(50, m, n, TreatMissingData.BREACHING),
                    series(range),
                    SampleCounts.ALL_COUNT,
                    AlarmState.OK)
                .state())
        .isEqualTo(state);
  }

  @Test
  void anAlarmAheadOfTimeNeedsAPointOfAtLeastMPeriods() {
    // 3 of 3: X as the third newest is old enough, as the second newest it is not.
    assertThat(state(3, "--X--", TreatMissingData.MISSING, AlarmState.OK))
        .isEqualTo(AlarmState.ALARM);
    assertThat(state(3, "---X-", TreatMissingData.MISSING, AlarmState.OK))
        .isEqualTo(AlarmState.INSUFFICIENT_DATA);
    assertThat(state(3, "---X-", TreatMissingData.IGNORE, AlarmState.ALARM))
        .isEqualTo(AlarmState.ALARM);
    assertThat(state(3, "--X--", TreatMissingData.IGNORE, AlarmState.OK)).isEqualTo(AlarmState.OK);
    assertThat(state(3, "--X--", TreatMissingData.IGNORE, AlarmState.ALARM))
        .isEqualTo(AlarmState.ALARM);
  }

  @Test
  void aVerdictThatKeepsTheStateSaysSo() {
    Verdict kept = verdict("-----", TreatMissingData.IGNORE);
    assertThat(kept.retained()).isTrue();
    assertThat(kept.state()).isEqualTo(AlarmState.ALARM);
    assertThat(kept.reason())
        .isEqualTo("Unchanged: 3 missing datapoints were treated as [Ignore].");
    assertThat(verdict("XXX", TreatMissingData.IGNORE).retained()).isFalse();
    assertThat(verdict("-----", TreatMissingData.MISSING).retained()).isFalse();
  }

  private static Verdict verdict(String range, TreatMissingData treatment) {
    return Evaluator.evaluate(
        Alarms.above(50, 3, N, treatment), series(range), SampleCounts.ALL_COUNT, AlarmState.ALARM);
  }

  private static AlarmState state(
      int m, String range, TreatMissingData treatment, AlarmState before) {
    return Evaluator.evaluate(
            Alarms.above(50, m, N, treatment), series(range), SampleCounts.ALL_COUNT, before)
        .state();
  }

  private static Series series(String range) {
    double[] points =
        range.chars().mapToDouble(c -> c == 'X' ? 100 : c == '0' ? 0 : Double.NaN).toArray();
    return Series.of(Instant.EPOCH, Duration.ofMinutes(1), points);
  }
}
