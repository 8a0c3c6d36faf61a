/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CoordinatorTimesTest {

  @ParameterizedTest
  @CsvSource({
    "60000, 30000, 20000, 60000, 600000, 3600000",
    "2000, 1000, 666, 2000, 20000, 120000",
    "1000, 500, 333, 1000, 10000, 60000",
    "1, 1, 1, 1, 10, 60"
  })
  void everyDefaultIsScaledToTheMinute(
      long minute, long poll, long heartbeat, long stale, long remove, long noMatch) {
    CoordinatorTimes times = CoordinatorTimes.scaledTo(Duration.ofMillis(minute)).build();
    assertThat(times.pollWait()).isEqualTo(Duration.ofMillis(poll));
    assertThat(times.heartbeatInterval()).isEqualTo(Duration.ofMillis(heartbeat));
    assertThat(times.staleAfter()).isEqualTo(Duration.ofMillis(stale));
    assertThat(times.removeAfter()).isEqualTo(Duration.ofMillis(remove));
    assertThat(times.noMatchAfter()).isEqualTo(Duration.ofMillis(noMatch));
  }

  @Test
  void aGivenDurationReplacesItsDefaultAsItIs() {
    CoordinatorTimes times =
        CoordinatorTimes.scaledTo(Duration.ofSeconds(2))
            .pollWait(Duration.ofSeconds(1))
            .heartbeatInterval(Duration.ofSeconds(2))
            .staleAfter(Duration.ofSeconds(3))
            .removeAfter(Duration.ofSeconds(4))
            .noMatchAfter(Duration.ofSeconds(5))
            .build();
    assertThat(times.pollWait()).isEqualTo(Duration.ofSeconds(1));
    assertThat(times.heartbeatInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(times.staleAfter()).isEqualTo(Duration.ofSeconds(3));
    assertThat(times.removeAfter()).isEqualTo(Duration.ofSeconds(4));
    assertThat(times.noMatchAfter()).isEqualTo(Duration.ofSeconds(5));
  }
}
