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

  private final OutageLog complaint = new OutageLog(Duration.ofMinutes(1));

  @Test
  void anOutageIsToldAtOnceAndThenEveryFiveMinutes() {
    assertThat(complaint.due(0)).isTrue();
    assertThat(complaint.due(MINUTE)).isFalse();
    assertThat(complaint.due(5 * MINUTE - 1)).isFalse();
    assertThat(complaint.due(5 * MINUTE)).isTrue();
    assertThat(complaint.due(6 * MINUTE)).isFalse();
  }

  @Test
  void itsEndIsToldOnceAndTheNextOutageAtOnce() {
    assertThat(complaint.end()).isFalse();
    complaint.due(0);
    assertThat(complaint.end()).isTrue();
    assertThat(complaint.end()).isFalse();
    assertThat(complaint.due(MINUTE)).isTrue();
  }

  @Test
  void withLongStepsItIsToldEveryFiveSteps() {
    OutageLog slow = new OutageLog(Duration.ofMinutes(10));
    assertThat(slow.due(0)).isTrue();
    assertThat(slow.due(49 * MINUTE)).isFalse();
    assertThat(slow.due(50 * MINUTE)).isTrue();
  }
}
