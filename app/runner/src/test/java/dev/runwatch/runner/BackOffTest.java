/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {

  private static final Duration LIMIT = Duration.ofSeconds(1);

  @Test
  void pausesGrowButNeverAboveTheLimit() {
    BackOff backOff = new BackOff();
    assertThat(backOff.next(LIMIT)).isBetween(Duration.ofMillis(25), Duration.ofMillis(50));
    assertThat(backOff.next(LIMIT)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    for (int i = 0; i < 100; i++) {
      assertThat(backOff.next(LIMIT)).isLessThanOrEqualTo(LIMIT);
    }
    assertThat(backOff.next(LIMIT)).isGreaterThanOrEqualTo(LIMIT.dividedBy(2));
  }

  @Test
  void aLimitThatShrinksIsKept() {
    BackOff backOff = new BackOff();
    for (int i = 0; i < 10; i++) {
      assertThat(backOff.next(LIMIT)).isPositive();
    }
    assertThat(backOff.next(Duration.ofMillis(7))).isLessThanOrEqualTo(Duration.ofMillis(7));
    assertThat(backOff.next(Duration.ZERO)).isLessThanOrEqualTo(Duration.ofMillis(1));
  }

  @Test
  void afterSuccessPausesBeginSmallAgain() {
    BackOff backOff = new BackOff();
    for (int i = 0; i < 10; i++) {
      assertThat(backOff.next(LIMIT)).isPositive();
    }
    backOff.reset();
    assertThat(backOff.next(LIMIT)).isLessThanOrEqualTo(Duration.ofMillis(50));
  }
}
