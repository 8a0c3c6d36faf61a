/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sums that an application counts itself. */
final class CountedSumsTest {

  private static final String NAME = RegistryHarness.COUNTER;

  @TempDir Path folder;

  private static CountedSums sums(long number, Map<Instant, Integer> amounts) {
    return new CountedSums(
        "store",
        number,
        0,
        9,
        amounts.entrySet().stream()
            .map(
                step ->
                    new CountedSums.Sum(
                        NAME, Tags.of("Environment", "test"), step.getKey(), step.getValue()))
            .toList());
  }

  @Test
  void eachSumArrivesInItsOwnMinute() {
    try (RegistryHarness harness = new RegistryHarness(TestConfig.minutes())) {
      Instant minute = harness.registry.openStep();
      harness.add(Duration.ofMinutes(2));
      harness.registry.publish(sums(1, Map.of(minute, 4, minute.plusSeconds(60), 5)));
      harness.settle();
      assertThat(harness.storedCounts()).containsEntry(minute, 4.0);
      assertThat(harness.storedCounts()).containsEntry(minute.plusSeconds(60), 5.0);
    }
  }

  @Test
  void theyShareARequestWithWhatIsCollectedOfTheSameStep() {
    TestConfig config = TestConfig.minutes().with("jitter", "8s");
    try (RegistryHarness harness = new RegistryHarness(config)) {
      harness.registry.counter("other", "Environment", "test").increment();
      Instant minute = harness.registry.openStep();
      harness.add(Duration.ofMinutes(1));
      harness.registry.publish();
      harness.add(Duration.ofMillis(90));
      harness.registry.publish(sums(1, Map.of(minute, 1)));
      harness.settle();
      assertThat(harness.cloudWatch.stored("other")).isNotEmpty();
      assertThat(harness.storedCounts()).containsEntry(minute, 1.0);
      assertThat(harness.cloudWatch.requests()).hasSize(1);
    }
  }

  @Test
  void theNextProcessKnowsWhatTheJournalHasTaken() {
    TestConfig config = TestConfig.minutes().withJournal(folder.resolve("journal"));
    try (RegistryHarness harness = new RegistryHarness(config)) {
      Instant minute = harness.registry.openStep();
      harness.registry.publish(sums(8, Map.of(minute, 5)));
      assertThat(harness.registry.lastTaken("store")).isEqualTo(8);
      harness.settle();
    }
    try (RegistryHarness harness = new RegistryHarness(config)) {
      assertThat(harness.registry.lastTaken("store")).isEqualTo(8);
      harness.registry.settle("store", 8);
    }
    try (RegistryHarness harness = new RegistryHarness(config)) {
      assertThat(harness.registry.lastTaken("store")).isZero();
      assertThat(List.of(harness.registry.lastTaken("other"))).containsExactly(0L);
    }
  }
}
