/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RecurringTaskTest {

  @Test
  void anErrorIsCountedAndTheWorkGoesOn() {
    AtomicInteger done = new AtomicInteger();
    try (RecurringTask task =
        new RecurringTask(
            "test",
            Duration.ofMillis(5),
            () -> {
              switch (done.incrementAndGet()) {
                case 1 -> throw new OutOfMemoryError("on purpose");
                case 2 -> throw new IllegalStateException("on purpose");
                default -> {}
              }
            })) {
      task.start();
      await().until(() -> done.get() > 3);
      assertThat(task.failures()).isEqualTo(2);
      assertThat(task.sinceSuccess()).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void workThatNeverSucceedsGrowsOld() {
    try (RecurringTask task =
        new RecurringTask(
            "test",
            Duration.ofMillis(5),
            () -> {
              throw new AssertionError("on purpose");
            })) {
      task.start();
      await().until(() -> task.failures() > 3);
      await().until(() -> task.sinceSuccess().compareTo(Duration.ofMillis(50)) > 0);
    }
  }
}
