/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.cloudwatch.fake.Behaviour.Answer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Code of the application, and threads that end, do not stop the delivery. */
@Timeout(60)
final class ForeignCodeTest {

  private static final TestConfig SECONDS =
      TestConfig.minutes()
          .withStep(Duration.ofSeconds(1))
          .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(1));

  @TempDir Path directory;
  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void release() {
    never.countDown();
  }

  private double hang(Object state) {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }

  @Test
  void aGaugeThatHangsStopsNeitherTheOtherMetersNorClose() {
    try (RegistryHarness harness = new RegistryHarness(SECONDS)) {
      Gauge.builder("hanging", this, this::hang).register(harness.registry);
      Gauge.builder("fine", () -> 5).register(harness.registry);
      harness.live(5);
      harness.settle();
      assertThat(harness.storedCounts()).isEqualTo(harness.counted);
      assertThat(harness.cloudWatch.stored("fine")).isNotEmpty();
      assertThat(harness.cloudWatch.stored("hanging")).isEmpty();
      assertThat(harness.registry.deliveryStats().meterFailures()).isGreaterThanOrEqualTo(5);
      harness.record();
      long start = System.nanoTime();
      harness.registry.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertThat(harness.storedCounts()).isEqualTo(harness.counted);
    }
  }

  @Test
  void countersArriveBeforeAGaugeHasAnswered() {
    // The gauge has two seconds to answer.
    try (RegistryHarness harness = new RegistryHarness(TestConfig.minutes())) {
      AtomicBoolean arrived = new AtomicBoolean();
      Gauge.builder(
              "waiting",
              () -> {
                await().until(() -> !harness.cloudWatch.stored(RegistryHarness.COUNTER).isEmpty());
                arrived.set(true);
                return 1;
              })
          .register(harness.registry);
      harness.live();
      await().untilTrue(arrived);
      harness.settle();
      assertThat(harness.registry.deliveryStats().meterFailures()).isZero();
    }
  }

  @Test
  void manyGaugesThatHangAllUseNoMoreThanABoundedNumberOfThreads() {
    try (RegistryHarness harness = new RegistryHarness(SECONDS)) {
      Gauge.builder("fine", () -> 5).register(harness.registry);
      harness.live();
      for (int i = 0; i < 60; i++) {
        Gauge.builder("hanging_" + i, this, this::hang).register(harness.registry);
      }
      harness.live(40);
      harness.settle();
      long readers =
          Thread.getAllStackTraces().keySet().stream()
              .filter(t -> t.getName().equals("runwatch-cloudwatch-reader"))
              .count();
      assertThat(readers).isLessThanOrEqualTo(33);
      assertThat(harness.cloudWatch.stored("fine")).hasSizeGreaterThan(40);
      assertThat(harness.storedCounts()).isEqualTo(harness.counted);
    }
  }

  @Test
  void aGaugeThatAnswersAgainIsPublishedAgain() {
    try (RegistryHarness harness = new RegistryHarness(SECONDS)) {
      Gauge.builder("slow", this, this::hang).register(harness.registry);
      harness.live(2);
      never.countDown();
      await()
          .until(
              () -> {
                harness.live();
                harness.quiet();
                return !harness.cloudWatch.stored("slow").isEmpty();
              });
      // What it answered late says nothing about the steps in which it hung.
      assertThat(harness.cloudWatch.stored("slow").get(0).timestamp())
          .isAfter(harness.counted.keySet().stream().skip(1).findFirst().orElseThrow());
    }
  }

  @Test
  void anErrorOfAFunctionCounterEndsNoThreadAndLosesNoCount() {
    AtomicLong count = new AtomicLong();
    AtomicInteger throwing = new AtomicInteger(2);
    try (RegistryHarness harness = new RegistryHarness(TestConfig.minutes())) {
      FunctionCounter.builder(
              "fc",
              count,
              c -> {
                if (throwing.getAndDecrement() > 0) {
                  throw new AssertionError("thrown by the test");
                }
                return c.get();
              })
          .register(harness.registry);
      for (int i = 0; i < 6; i++) {
        count.addAndGet(3);
        harness.live();
      }
      harness.settle();
      assertThat(harness.cloudWatch.sum("fc")).isEqualTo(18);
      assertThat(harness.storedCounts()).isEqualTo(harness.counted);
      assertThat(harness.registry.deliveryStats().meterFailures()).isEqualTo(2);
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .contains("runwatch-cloudwatch-collector", "runwatch-cloudwatch-sender");
    }
  }

  @Test
  void aThreadThatEndsIsReplacedAndCounted() {
    AtomicInteger made = new AtomicInteger();
    // The second thread, the collector's, ends at once.
    ThreadFactory threads =
        task -> made.incrementAndGet() == 2 ? new Thread(() -> {}) : new Thread(task);
    try (RegistryHarness harness = new RegistryHarness(SECONDS)) {
      harness.registry.start(threads);
      await().until(() -> made.get() == 4);
      harness.record();
      harness.add(Duration.ofSeconds(1));
      await().until(() -> harness.storedCounts().equals(harness.counted));
      var page = new io.micrometer.core.instrument.simple.SimpleMeterRegistry();
      harness.registry.publisherMetrics().bindTo(page);
      assertThat(page.get(PublisherMetrics.THREAD_RESTARTS).functionCounter().count()).isEqualTo(1);
    }
  }

  @Test
  void aDisabledRegistryKeepsNoStepsThatNobodyCollects() {
    assertBounded(SECONDS.with("enabled", "false"), false);
  }

  @Test
  void aClosedRegistryKeepsNoStepsThatNobodyCollects() {
    assertBounded(SECONDS, true);
  }

  private static void assertBounded(TestConfig config, boolean closed) {
    MockClock clock = new MockClock();
    try (var cloudWatch = new dev.runwatch.cloudwatch.fake.FakeCloudWatch();
        var client = cloudWatch.client()) {
      var registry = new RunwatchCloudWatchRegistry(config, clock, client);
      List<Timer> timers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        timers.add(registry.timer("t" + i));
      }
      if (closed) {
        registry.close();
      }
      record(timers, clock, 10);
      long before = used();
      record(timers, clock, 1000);
      assertThat(used() - before).isLessThan(4 << 20);
      assertThat(timers).isNotEmpty();
      registry.close();
    }
  }

  private static void record(List<Timer> timers, MockClock clock, int steps) {
    for (int step = 0; step < steps; step++) {
      for (Timer timer : timers) {
        for (int i = 0; i < 30; i++) {
          timer.record(Duration.ofMillis(1L << (i % 20)));
        }
      }
      clock.add(Duration.ofSeconds(1));
    }
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void closingWithAJournalTriesAgainAfterAThrottle() {
    TestConfig config =
        TestConfig.minutes()
            .withJournal(directory.resolve("journal"))
            .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5));
    try (RegistryHarness harness = new RegistryHarness(config)) {
      harness.cloudWatch.behave((n, data) -> n == 1 ? Answer.THROTTLE : Answer.OK);
      harness.record();
      // The back-off goes by this clock.
      Thread ticking = new Thread(() -> tick(harness));
      ticking.start();
      harness.registry.close();
      never.countDown();
      assertThat(harness.registry.deliveryStats().pending()).isZero();
      assertThat(harness.storedCounts()).isEqualTo(harness.counted);
    }
  }

  private void tick(RegistryHarness harness) {
    try {
      while (!never.await(10, java.util.concurrent.TimeUnit.MILLISECONDS)) {
        harness.clock.add(Duration.ofMillis(10));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
