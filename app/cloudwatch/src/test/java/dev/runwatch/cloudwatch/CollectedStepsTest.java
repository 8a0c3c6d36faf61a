/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CollectedStepsTest {

  @Test
  void aStepIsReportedOnceItsCountsAreHandedOver() {
    try (RegistryHarness harness = new RegistryHarness(TestConfig.minutes())) {
      List<Long> collected = new ArrayList<>();
      List<Long> pending = new ArrayList<>();
      harness.registry.onCollected(
          open -> {
            collected.add(open);
            pending.add(harness.registry.pending());
          });
      long step = harness.registry.openStep();
      harness.record();
      harness.registry.publish();
      assertThat(collected).as("the step is not over").isEmpty();
      harness.add(Duration.ofMinutes(1));
      assertThat(harness.registry.openStep()).isEqualTo(step + 1);
      harness.registry.publish();
      assertThat(collected).containsExactly(step + 1);
      assertThat(pending.get(0)).isPositive();
    }
  }

  @Test
  void aListenerThatThrowsStopsNoCollection() {
    try (RegistryHarness harness = new RegistryHarness(TestConfig.minutes())) {
      harness.registry.onCollected(
          open -> {
            throw new IllegalStateException("on purpose");
          });
      harness.live(3);
      harness.settle();
      harness.exact();
    }
  }
}
