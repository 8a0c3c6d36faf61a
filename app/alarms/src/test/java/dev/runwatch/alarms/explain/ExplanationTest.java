/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmDefinition;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The closed forms are worked out by hand from the rule of each alarm, in minutes; e is how many
 * data points more than N are retrieved. Nothing of the engine is used for them.
 */
class ExplanationTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4})
  void noOnlineRunners(int e) {
    // 3 of 3: M bad minutes to ALARM, and one good one, N - M + 1, ends it.
    // Silence fills in what is no breach: N - 1 of the bad ones are left after e + 1 minutes.
    assertTiming("no-online-runners", e, minutes(3), minutes(1), never(), minutes(e + 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4})
  void queueBackingUp(int e) {
    // 8 of 10: M bad minutes; N - M + 1 = 3 good ones end it.
    // In silence N + e - t bad ones are left, which are fewer than M after e + 3 minutes.
    assertTiming("queue-backing-up", e, minutes(8), minutes(3), never(), minutes(e + 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4})
  void highFailureRate(int e) {
    // One failure a minute and nothing completed, so the share is 1: ALARM with the second failure.
    // 15 - t of them are left in the window t minutes after: fewer than 2 when t = 14.
    // In silence the newest window is empty after 15 minutes, and an older one decides: each of the
    // windows that are retrieved beyond the first ends the alarm once more.
    assertTiming("high-failure-rate", e, minutes(2), minutes(14), never(), minutes(14 + 15 * e));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4})
  void coordinatorDown(int e) {
    // 3 of 3 as above; silence is filled with 0, so it is as bad as a bad minute and ends nothing.
    assertTiming("coordinator-down", e, minutes(3), minutes(1), minutes(3), never());
  }

  private static void assertTiming(
      String alarm,
      int extra,
      Optional<Duration> detected,
      Optional<Duration> recovered,
      Optional<Duration> silenceDetected,
      Optional<Duration> silenceEnded) {
    AlarmDefinition definition = Alarms.sample(alarm);
    assertThat(Explanation.of(definition).timings())
        .contains(new Timing(extra, detected, recovered, silenceDetected, silenceEnded));
    AlarmDefinition scaled = definition.scaledTo(Duration.ofSeconds(2));
    assertThat(Explanation.of(scaled).timings().get(extra / 2).detected())
        .isEqualTo(detected.map(d -> d.dividedBy(30)));
  }

  private static Optional<Duration> minutes(int minutes) {
    return Optional.of(Duration.ofMinutes(minutes));
  }

  private static Optional<Duration> never() {
    return Optional.empty();
  }
}
