/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExponentialBackoffTest {

  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  @ParameterizedTest
  @CsvSource({"1, 50", "2, 100", "3, 200", "5, 800", "6, 1000", "7, 1000", "200, 1000"})
  void thePauseDoublesWithEachFailureUpToTheLongest(int failures, long wholeMillis) {
    for (int seed = 0; seed < 50; seed++) {
      ExponentialBackoff backoff = new ExponentialBackoff(FIRST, LONGEST, new Random(seed));
      Duration pause = Duration.ZERO;
      for (int i = 0; i < failures; i++) {
        pause = backoff.next();
      }
      assertThat(pause)
          .isBetween(Duration.ofMillis(wholeMillis).dividedBy(2), Duration.ofMillis(wholeMillis));
    }
  }

  @Test
  void pausesAreSpreadOverTheUpperHalf() {
    assertThat(new ExponentialBackoff(FIRST, LONGEST, lowest()).next())
        .isEqualTo(FIRST.dividedBy(2));
    assertThat(new ExponentialBackoff(FIRST, LONGEST, highest()).next()).isEqualTo(FIRST);
  }

  @Test
  void aLimitThatShrinksIsKept() {
    ExponentialBackoff backoff = new ExponentialBackoff(FIRST, LONGEST, highest());
    for (int i = 0; i < 10; i++) {
      assertThat(backoff.next()).isPositive();
    }
    assertThat(backoff.next(Duration.ofMillis(7))).isEqualTo(Duration.ofMillis(7));
    assertThat(backoff.next(Duration.ZERO)).isZero();
    assertThat(backoff.next()).isEqualTo(FIRST);
  }

  @Test
  void afterASuccessPausesBeginSmallAgain() {
    ExponentialBackoff backoff = new ExponentialBackoff(FIRST, LONGEST, highest());
    assertThat(backoff.failing()).isFalse();
    for (int i = 0; i < 10; i++) {
      assertThat(backoff.next()).isPositive();
    }
    assertThat(backoff.failing()).isTrue();
    backoff.reset();
    assertThat(backoff.failing()).isFalse();
    assertThat(backoff.next()).isEqualTo(FIRST);
  }

  @Test
  void theLongestPossiblePausesDoNotOverflow() {
    ExponentialBackoff backoff =
        new ExponentialBackoff(Duration.ofDays(1), Duration.ofDays(100_000), highest());
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.next()).isPositive();
    }
    assertThat(backoff.next()).isEqualTo(Duration.ofDays(100_000));
  }

  @ParameterizedTest
  @CsvSource({"0, 10", "-1, 10", "11, 10"})
  void pausesThatMakeNoSenseAreRefused(long first, long longest) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ExponentialBackoff(
                    Duration.ofMillis(first), Duration.ofMillis(longest), lowest()));
  }

  private static RandomGenerator lowest() {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return 0;
      }

      @Override
      public long nextLong(long bound) {
        return 0;
      }
    };
  }

  private static RandomGenerator highest() {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return -1;
      }

      @Override
      public long nextLong(long bound) {
        return bound - 1;
      }
    };
  }
}
