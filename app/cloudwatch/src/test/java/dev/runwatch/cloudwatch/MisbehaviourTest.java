/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cloudwatch.fake.Behaviour.Answer;
import dev.runwatch.cloudwatch.fake.Stored;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A CloudWatch that misbehaves costs nothing that was recorded. */
final class MisbehaviourTest {

  @TempDir Path directory;

  private TestConfig config(boolean journal) {
    TestConfig config = TestConfig.minutes();
    return journal ? config.withJournal(directory.resolve("journal")) : config;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anOutageOfThreeHoursLosesNothing(boolean journal) {
    try (RegistryHarness harness = new RegistryHarness(config(journal))) {
      harness.live(3);
      harness.quiet();
      harness.cloudWatch.down();
      harness.live(180);
      assertThat(harness.balanced().pending()).isGreaterThan(180);
      harness.cloudWatch.up();
      harness.settle();
      harness.exact();
    }
  }

  @Test
  void afterAnOutageTheFreshStepGoesFirstThenTheNewestOfTheBacklog() {
    // Concurrent requests may arrive in another order than they were sent.
    TestConfig oneByOne = config(true).with("maxConcurrency", "1");
    try (RegistryHarness harness = new RegistryHarness(oneByOne)) {
      harness.cloudWatch.down();
      harness.live(20);
      harness.quiet();
      harness.cloudWatch.up();
      harness.settle();
      List<Instant> order =
          harness.cloudWatch.requests().stream()
              .flatMap(request -> request.data().stream())
              .map(Stored::timestamp)
              .filter(harness.counted::containsKey)
              .distinct()
              .toList();
      assertThat(order).hasSize(20).isSortedAccordingTo(java.util.Comparator.reverseOrder());
      assertThat(harness.cloudWatch.requests()).hasSizeLessThan(5);
      harness.exact();
    }
  }

  @Test
  void aThrottleStormLosesNothingAndDoublesNothing() {
    Random random = new Random(7);
    try (RegistryHarness harness = new RegistryHarness(config(true))) {
      harness.cloudWatch.behave((n, data) -> random.nextBoolean() ? Answer.THROTTLE : Answer.OK);
      harness.live(60);
      harness.settle();
      harness.exact();
      assertThat(harness.registry.deliveryStats().ambiguous()).isZero();
    }
  }

  @Test
  void serverErrorsCountNoSumMoreThanThreeTimesAndEveryLossIsCounted() {
    Random random = new Random(5);
    try (RegistryHarness harness = new RegistryHarness(config(true))) {
      harness.cloudWatch.behave(
          (n, data) -> {
            // The first two for certain; how many requests there are depends on the machine.
            int die = n <= 2 ? n - 1 : random.nextInt(6);
            return die == 0 ? Answer.INTERNAL : die == 1 ? Answer.TAKEN_BUT_500 : Answer.OK;
          });
      harness.live(30);
      harness.settle();
      harness.atMostThreeTimes();
      assertThat(harness.registry.deliveryStats().ambiguous()).isPositive();
    }
  }

  @Test
  void aRequestTakenTwiceKeepsTheRatioOfItsCounters() {
    try (RegistryHarness harness = new RegistryHarness(config(false))) {
      harness.registry.counter("runs_completed_total", "Environment", "test").increment(9);
      harness.registry.counter("runs_failed_total", "Environment", "test").increment(3);
      harness.cloudWatch.behave((n, data) -> n == 1 ? Answer.TAKEN_BUT_500 : Answer.OK);
      harness.live();
      harness.settle();
      assertThat(harness.cloudWatch.sum("runs_completed_total")).isEqualTo(18);
      assertThat(harness.cloudWatch.sum("runs_failed_total")).isEqualTo(6);
    }
  }

  @Test
  void theOtherPolicyDropsSumsThatMayHaveBeenTakenAndSaysSo() {
    try (RegistryHarness harness =
        new RegistryHarness(config(true).withAmbiguous(AmbiguousPolicy.DROP))) {
      harness.registry.gauge("runs_pending_count", 7);
      AtomicBoolean failed = new AtomicBoolean();
      harness.cloudWatch.behave(
          (n, data) ->
              data.stream().anyMatch(d -> d.name().equals(RegistryHarness.COUNTER))
                      && failed.compareAndSet(false, true)
                  ? Answer.INTERNAL
                  : Answer.OK);
      harness.live();
      harness.settle();
      DeliveryStats stats = harness.balanced();
      assertThat(stats.dropped()).containsOnlyKeys("ambiguous");
      assertThat(harness.storedCounts()).isEmpty();
      assertThat(harness.cloudWatch.stored("runs_pending_count").get(0).timestamp())
          .isEqualTo(harness.counted.keySet().iterator().next());
      assertThat(harness.cloudWatch.stored()).hasSize((int) stats.accepted());
    }
  }

  @Test
  void aHangOnEveryThirdRequestCountsNoSumMoreThanThreeTimesAndEveryLossIsCounted() {
    TestConfig config = config(true).withTimeouts(Duration.ofMillis(700), Duration.ofSeconds(5));
    try (RegistryHarness harness = new RegistryHarness(config)) {
      harness.cloudWatch.behave(
          (n, data) -> n % 3 != 0 ? Answer.OK : n % 2 == 0 ? Answer.HANG : Answer.TAKEN_BUT_HANG);
      harness.live(12);
      harness.settle();
      harness.atMostThreeTimes();
    }
  }

  @Test
  void aCutConnectionIsSentAgainByUsAndNotByTheSdk() {
    try (RegistryHarness harness = new RegistryHarness(config(true))) {
      harness.cloudWatch.behave((n, data) -> n <= 2 ? Answer.CUT : Answer.OK);
      harness.live();
      harness.quiet();
      assertThat(harness.cloudWatch.requests()).hasSize(1);
      harness.settle();
      harness.atLeast();
      assertThat(harness.registry.deliveryStats().ambiguous()).isPositive();
    }
  }

  @Test
  void oneIllegalDatumInAThousandCostsOneDatum() {
    try (RegistryHarness harness = new RegistryHarness(config(true).withBudget(2000))) {
      harness.cloudWatch.behave(
          (n, data) ->
              data.stream().anyMatch(d -> d.name().equals("poison")) ? Answer.INVALID : Answer.OK);
      for (int i = 0; i < 999; i++) {
        harness.registry.counter("healthy_" + i).increment();
      }
      harness.registry.counter("poison").increment();
      harness.live();
      harness.settle();
      for (int i = 0; i < 999; i++) {
        assertThat(harness.cloudWatch.sum("healthy_" + i)).isEqualTo(1);
      }
      DeliveryStats stats = harness.balanced();
      assertThat(stats.dropped()).containsOnlyKeys("rejected");
      assertThat(harness.cloudWatch.stored()).hasSize((int) stats.accepted());
      assertThat(harness.storedCounts()).isEqualTo(harness.counted);
    }
  }

  @Test
  void aRequestThatIsTooLargeIsHalvedUntilItFits() {
    try (RegistryHarness harness = new RegistryHarness(config(true))) {
      harness.cloudWatch.behave((n, data) -> data.size() > 2 ? Answer.TOO_LARGE : Answer.OK);
      harness.live(3);
      harness.settle();
      harness.exact();
    }
  }

  @Test
  void credentialsThatExpireForTwentyMinutesCostNothing() {
    try (RegistryHarness harness = new RegistryHarness(config(true))) {
      harness.live(2);
      harness.quiet();
      harness.cloudWatch.behave((n, data) -> Answer.EXPIRED);
      harness.live(20);
      harness.quiet();
      harness.cloudWatch.behave((n, data) -> Answer.OK);
      harness.settle();
      harness.exact();
      assertThat(harness.registry.deliveryStats().ambiguous()).isZero();
    }
  }

  @Test
  void aPublisherStalledForFiveMinutesLosesNothingAndKeepsTheMinutes() {
    try (RegistryHarness harness = new RegistryHarness(config(true))) {
      harness.registry.stop();
      harness.live(2);
      for (int i = 0; i < 5; i++) {
        harness.record();
        harness.add(Duration.ofMinutes(1));
      }
      harness.registry.publish();
      harness.settle();
      harness.exact();
      // Each of the minutes has a zero or a value, so that an alarm has no gap.
      assertThat(harness.cloudWatch.stored(RegistryHarness.COUNTER).stream().map(Stored::timestamp))
          .containsAll(harness.counted.keySet());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {600, -600})
  void aClockThatJumpsLosesNothing(long seconds) {
    try (RegistryHarness harness = new RegistryHarness(config(true))) {
      harness.registry.stop();
      harness.live(3);
      harness.record();
      harness.clock.jump(Duration.ofSeconds(seconds));
      harness.record();
      harness.live(3);
      harness.clock.jump(Duration.ofSeconds(-seconds));
      harness.live(3);
      harness.settle();
      harness.exact();
    }
  }

  @Test
  void zerosAreForMinutesThatWentByNotForThoseAClockJumpedOver() {
    try (RegistryHarness harness = new RegistryHarness(config(true))) {
      harness.registry.stop();
      harness.live(1);
      harness.clock.jump(Duration.ofMinutes(10));
      harness.live(1);
      harness.settle();
      assertThat(harness.cloudWatch.stored(RegistryHarness.COUNTER)).hasSizeLessThan(8);
    }
  }

  @Test
  void closingWhileTheServerHangsEndsInTimeAndKeepsTheDataForTheNext() {
    TestConfig config = config(true).withTimeouts(Duration.ofSeconds(20), Duration.ofMillis(500));
    Map<Instant, Double> counted;
    try (RegistryHarness harness = new RegistryHarness(config)) {
      harness.cloudWatch.behave((n, data) -> Answer.HANG);
      harness.live(2);
      harness.record();
      counted = harness.counted;
      long start = System.nanoTime();
      harness.registry.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(harness.registry.deliveryStats().pending()).isPositive();
    }
    try (RegistryHarness next = new RegistryHarness(config)) {
      next.settle();
      assertThat(next.storedCounts()).isEqualTo(counted);
    }
  }

  @Test
  void withoutAJournalClosingDuringAnOutageDropsAndSaysSo() {
    TestConfig config = config(false).withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300));
    try (RegistryHarness harness = new RegistryHarness(config)) {
      harness.cloudWatch.down();
      harness.live(2);
      harness.registry.close();
      DeliveryStats stats = harness.registry.deliveryStats();
      assertThat(stats.dropped()).containsOnlyKeys("closed");
      assertThat(stats.recorded()).isEqualTo(stats.droppedInAll() + stats.accepted());
      harness.cloudWatch.up();
    }
  }

  @Test
  void theSmallestJournalHoldsAStepOfManyMetrics() {
    TestConfig config =
        config(true)
            .with("journalMaxBytes", String.valueOf(64 << 10))
            .withBudget(2000)
            .withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300));
    try (RegistryHarness harness = new RegistryHarness(config)) {
      harness.cloudWatch.down();
      for (int i = 0; i < 1500; i++) {
        harness.registry.counter("counter_" + i).increment();
      }
      harness.live();
      harness.registry.close();
      DeliveryStats stats = harness.registry.deliveryStats();
      assertThat(stats.dropped()).isEmpty();
      assertThat(stats.pending()).isGreaterThan(1500);
      harness.cloudWatch.up();
    }
  }

  @Test
  void dataOlderThanADayAreGivenUpAndCounted() {
    try (RegistryHarness harness = new RegistryHarness(config(true))) {
      harness.cloudWatch.down();
      harness.live(2);
      harness.quiet();
      harness.add(Duration.ofHours(25));
      harness.cloudWatch.up();
      harness.settle();
      DeliveryStats stats = harness.balanced();
      assertThat(stats.dropped()).containsOnlyKeys("too_old");
      assertThat(harness.cloudWatch.stored()).hasSize((int) stats.accepted());
    }
  }
}
