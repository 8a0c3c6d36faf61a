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
    try (RegistryHarness rehearsal = new RegistryHarness(config(journal))) {
      rehearsal.live(3);
      rehearsal.quiet();
      rehearsal.cloudWatch.down();
      rehearsal.live(180);
      assertThat(rehearsal.balanced().pending()).isGreaterThan(180);
      rehearsal.cloudWatch.up();
      rehearsal.settle();
      rehearsal.exact();
    }
  }

  @Test
  void afterAnOutageTheFreshStepGoesFirstThenTheNewestOfTheBacklog() {
    try (RegistryHarness rehearsal = new RegistryHarness(config(true))) {
      rehearsal.cloudWatch.down();
      rehearsal.live(20);
      rehearsal.quiet();
      rehearsal.cloudWatch.up();
      rehearsal.settle();
      List<Instant> order =
          rehearsal.cloudWatch.requests().stream()
              .map(r -> r.data().get(0).timestamp())
              .filter(t -> rehearsal.counted.containsKey(t))
              .toList();
      assertThat(order.get(0))
          .isEqualTo(rehearsal.counted.keySet().stream().reduce((a, b) -> b).orElseThrow());
      assertThat(order).hasSize(20);
      rehearsal.exact();
    }
  }

  @Test
  void aThrottleStormLosesNothingAndDoublesNothing() {
    Random random = new Random(7);
    try (RegistryHarness rehearsal = new RegistryHarness(config(true))) {
      rehearsal.cloudWatch.behave((n, data) -> random.nextBoolean() ? Answer.THROTTLE : Answer.OK);
      rehearsal.live(60);
      rehearsal.settle();
      rehearsal.exact();
      assertThat(rehearsal.registry.accountNow().ambiguous()).isZero();
    }
  }

  @Test
  void serverErrorsLoseNothingAndTheSurplusIsCalledAmbiguous() {
    try (RegistryHarness rehearsal = new RegistryHarness(config(true))) {
      rehearsal.cloudWatch.behave(
          (n, data) ->
              n % 3 == 0 ? Answer.INTERNAL : n % 3 == 1 ? Answer.TAKEN_BUT_500 : Answer.OK);
      rehearsal.live(30);
      rehearsal.settle();
      rehearsal.atLeast();
      assertThat(rehearsal.registry.accountNow().ambiguous()).isPositive();
      DeliveryStats account = rehearsal.registry.accountNow();
      assertThat(rehearsal.cloudWatch.stored()).hasSizeGreaterThan((int) account.accepted());
    }
  }

  @Test
  void aRequestTakenTwiceKeepsTheRatioOfItsCounters() {
    try (RegistryHarness rehearsal = new RegistryHarness(config(false))) {
      rehearsal.registry.counter("runs_completed_total", "Environment", "test").increment(9);
      rehearsal.registry.counter("runs_failed_total", "Environment", "test").increment(3);
      rehearsal.cloudWatch.behave((n, data) -> n == 1 ? Answer.TAKEN_BUT_500 : Answer.OK);
      rehearsal.live();
      rehearsal.settle();
      assertThat(rehearsal.cloudWatch.sum("runs_completed_total")).isEqualTo(18);
      assertThat(rehearsal.cloudWatch.sum("runs_failed_total")).isEqualTo(6);
    }
  }

  @Test
  void theOtherPolicyDropsSumsThatMayHaveBeenTakenAndSaysSo() {
    try (RegistryHarness rehearsal =
        new RegistryHarness(config(true).withAmbiguous(AmbiguousPolicy.DROP))) {
      rehearsal.registry.gauge("runs_pending_count", 7);
      rehearsal.cloudWatch.behave((n, data) -> n == 1 ? Answer.INTERNAL : Answer.OK);
      rehearsal.live();
      rehearsal.settle();
      DeliveryStats account = rehearsal.balanced();
      assertThat(account.dropped()).containsOnlyKeys("ambiguous");
      assertThat(rehearsal.storedCounts()).isEmpty();
      assertThat(rehearsal.cloudWatch.stored("runs_pending_count").get(0).timestamp())
          .isEqualTo(rehearsal.counted.keySet().iterator().next());
      assertThat(rehearsal.cloudWatch.stored()).hasSize((int) account.accepted());
    }
  }

  @Test
  void aHangOnEveryThirdRequestLosesNothing() {
    TestConfig config = config(true).withTimeouts(Duration.ofMillis(700), Duration.ofSeconds(5));
    try (RegistryHarness rehearsal = new RegistryHarness(config)) {
      rehearsal.cloudWatch.behave(
          (n, data) -> n % 3 != 0 ? Answer.OK : n % 2 == 0 ? Answer.HANG : Answer.TAKEN_BUT_HANG);
      rehearsal.live(12);
      rehearsal.settle();
      rehearsal.atLeast();
    }
  }

  @Test
  void aCutConnectionIsSentAgainByUsAndNotByTheSdk() {
    try (RegistryHarness rehearsal = new RegistryHarness(config(true))) {
      rehearsal.cloudWatch.behave((n, data) -> n <= 2 ? Answer.CUT : Answer.OK);
      rehearsal.live();
      rehearsal.quiet();
      assertThat(rehearsal.cloudWatch.requests()).hasSize(1);
      rehearsal.settle();
      rehearsal.atLeast();
      assertThat(rehearsal.registry.accountNow().ambiguous()).isPositive();
    }
  }

  @Test
  void oneIllegalDatumInAThousandCostsOneDatum() {
    try (RegistryHarness rehearsal = new RegistryHarness(config(true).withBudget(2000))) {
      rehearsal.cloudWatch.behave(
          (n, data) ->
              data.stream().anyMatch(d -> d.name().equals("poison")) ? Answer.INVALID : Answer.OK);
      for (int i = 0; i < 999; i++) {
        rehearsal.registry.counter("healthy_" + i).increment();
      }
      rehearsal.registry.counter("poison").increment();
      rehearsal.live();
      rehearsal.settle();
      for (int i = 0; i < 999; i++) {
        assertThat(rehearsal.cloudWatch.sum("healthy_" + i)).isEqualTo(1);
      }
      DeliveryStats account = rehearsal.balanced();
      assertThat(account.dropped()).containsOnlyKeys("rejected");
      assertThat(rehearsal.cloudWatch.stored()).hasSize((int) account.accepted());
      assertThat(rehearsal.storedCounts()).isEqualTo(rehearsal.counted);
    }
  }

  @Test
  void aRequestThatIsTooLargeIsHalvedUntilItFits() {
    try (RegistryHarness rehearsal = new RegistryHarness(config(true))) {
      rehearsal.cloudWatch.behave((n, data) -> data.size() > 2 ? Answer.TOO_LARGE : Answer.OK);
      rehearsal.live(3);
      rehearsal.settle();
      rehearsal.exact();
    }
  }

  @Test
  void credentialsThatExpireForTwentyMinutesCostNothing() {
    try (RegistryHarness rehearsal = new RegistryHarness(config(true))) {
      rehearsal.live(2);
      rehearsal.quiet();
      rehearsal.cloudWatch.behave((n, data) -> Answer.EXPIRED);
      rehearsal.live(20);
      rehearsal.quiet();
      rehearsal.cloudWatch.behave((n, data) -> Answer.OK);
      rehearsal.settle();
      rehearsal.exact();
      assertThat(rehearsal.registry.accountNow().ambiguous()).isZero();
    }
  }

  @Test
  void aPublisherStalledForFiveMinutesLosesNothingAndKeepsTheMinutes() {
    try (RegistryHarness rehearsal = new RegistryHarness(config(true))) {
      rehearsal.registry.stop();
      rehearsal.live(2);
      for (int i = 0; i < 5; i++) {
        rehearsal.record();
        rehearsal.add(Duration.ofMinutes(1));
      }
      rehearsal.registry.publish();
      rehearsal.settle();
      rehearsal.exact();
      // Each of the minutes has a zero or a value, so that an alarm has no gap.
      assertThat(
              rehearsal.cloudWatch.stored(RegistryHarness.COUNTER).stream().map(Stored::timestamp))
          .containsAll(rehearsal.counted.keySet());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {600, -600})
  void aClockThatJumpsLosesNothing(long seconds) {
    try (RegistryHarness rehearsal = new RegistryHarness(config(true))) {
      rehearsal.registry.stop();
      rehearsal.live(3);
      rehearsal.record();
      rehearsal.clock.jump(Duration.ofSeconds(seconds));
      rehearsal.record();
      rehearsal.live(3);
      rehearsal.clock.jump(Duration.ofSeconds(-seconds));
      rehearsal.live(3);
      rehearsal.settle();
      rehearsal.exact();
    }
  }

  @Test
  void zerosAreForMinutesThatWentByNotForThoseAClockJumpedOver() {
    try (RegistryHarness rehearsal = new RegistryHarness(config(true))) {
      rehearsal.registry.stop();
      rehearsal.live(1);
      rehearsal.clock.jump(Duration.ofMinutes(10));
      rehearsal.live(1);
      rehearsal.settle();
      assertThat(rehearsal.cloudWatch.stored(RegistryHarness.COUNTER)).hasSizeLessThan(8);
    }
  }

  @Test
  void closingWhileTheServerHangsEndsInTimeAndKeepsTheDataForTheNext() {
    TestConfig config = config(true).withTimeouts(Duration.ofSeconds(20), Duration.ofMillis(500));
    Map<Instant, Double> counted;
    try (RegistryHarness rehearsal = new RegistryHarness(config)) {
      rehearsal.cloudWatch.behave((n, data) -> Answer.HANG);
      rehearsal.live(2);
      rehearsal.record();
      counted = rehearsal.counted;
      long start = System.nanoTime();
      rehearsal.registry.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(rehearsal.registry.accountNow().pending()).isPositive();
    }
    try (RegistryHarness next = new RegistryHarness(config)) {
      next.settle();
      assertThat(next.storedCounts()).isEqualTo(counted);
    }
  }

  @Test
  void withoutAJournalClosingDuringAnOutageDropsAndSaysSo() {
    TestConfig config = config(false).withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300));
    try (RegistryHarness rehearsal = new RegistryHarness(config)) {
      rehearsal.cloudWatch.down();
      rehearsal.live(2);
      rehearsal.registry.close();
      DeliveryStats account = rehearsal.registry.accountNow();
      assertThat(account.dropped()).containsOnlyKeys("closed");
      assertThat(account.recorded()).isEqualTo(account.droppedInAll() + account.accepted());
      rehearsal.cloudWatch.up();
    }
  }

  @Test
  void dataOlderThanADayAreGivenUpAndCounted() {
    try (RegistryHarness rehearsal = new RegistryHarness(config(true))) {
      rehearsal.cloudWatch.down();
      rehearsal.live(2);
      rehearsal.quiet();
      rehearsal.add(Duration.ofHours(25));
      rehearsal.cloudWatch.up();
      rehearsal.settle();
      DeliveryStats account = rehearsal.balanced();
      assertThat(account.dropped()).containsOnlyKeys("too_old");
      assertThat(rehearsal.cloudWatch.stored()).hasSize((int) account.accepted());
    }
  }
}
