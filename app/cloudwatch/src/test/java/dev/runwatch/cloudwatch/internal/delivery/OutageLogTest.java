/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class OutageLogTest {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final OutageLog outageLog = new OutageLog(Duration.ofMinutes(1));

  @Test
  void anOutageIsToldAtOnceAndThenEveryFiveMinutes() {
    assertThat(outageLog.due(0)).isTrue();
    assertThat(outageLog.due(MINUTE)).isFalse();
    assertThat(outageLog.due(5 * MINUTE - 1)).isFalse();
    assertThat(outageLog.due(5 * MINUTE)).isTrue();
    assertThat(outageLog.due(6 * MINUTE)).isFalse();
  }

  @Test
  void itsEndIsToldOnceAndTheNextOutageAtOnce() {
    assertThat(outageLog.end()).isFalse();
    outageLog.due(0);
    assertThat(outageLog.end()).isTrue();
    assertThat(outageLog.end()).isFalse();
    assertThat(outageLog.due(MINUTE)).isTrue();
  }

  @Test
  void withLongStepsItIsToldEveryFiveSteps() {
    OutageLog slow = new OutageLog(Duration.ofMinutes(10));
    assertThat(slow.due(0)).isTrue();
    assertThat(slow.due(49 * MINUTE)).isFalse();
    assertThat(slow.due(50 * MINUTE)).isTrue();
  }
}
