/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.cloudwatch.fake.FakeCloudWatch;
import dev.runwatch.cloudwatch.fake.Stored;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When steps are collected, and what is collected. */
@Timeout(90)
final class CollectionTest {

  @Test
  void samplesStayInTheirOwnStepHoweverLongTheCollectionStalls() throws Exception {
    CountDownLatch stall = new CountDownLatch(1);
    AtomicInteger made = new AtomicInteger();
    // The second thread is the collector's.
    ThreadFactory threads =
        task ->
            made.incrementAndGet() != 2
                ? new Thread(task)
                : new Thread(() -> runAfter(stall, task));
    TestConfig config = TestConfig.minutes().withStep(Duration.ofSeconds(1));
    try (FakeCloudWatch cloudWatch = new FakeCloudWatch()) {
      var client = cloudWatch.client();
      var registry = new RunwatchCloudWatchRegistry(config, Clock.SYSTEM, client, threads);
      Timer timer = registry.timer("hot_cell");
      Map<Instant, Double> recorded = new TreeMap<>();
      long end = System.currentTimeMillis() + 5000;
      while (System.currentTimeMillis() < end) {
        long before = System.currentTimeMillis();
        // In the middle of a step, so that the clock's thread has had time to notice it.
        if (before % 1000 > 500 && before % 1000 < 900) {
          timer.record(Duration.ofMillis(10));
          assertThat(System.currentTimeMillis() / 1000).isEqualTo(before / 1000);
          recorded.merge(Instant.ofEpochSecond(before / 1000), 1.0, Double::sum);
        }
        TimeUnit.MILLISECONDS.sleep(60);
      }
      stall.countDown();
      assertThat(recorded).hasSizeGreaterThanOrEqualTo(4);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(samples(cloudWatch)).isEqualTo(recorded));
      registry.close();
      CompletableFuture.runAsync(client::close);
    }
  }

  private static void runAfter(CountDownLatch latch, Runnable task) {
    try {
      latch.await();
      task.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<Instant, Double> samples(FakeCloudWatch cloudWatch) {
    return cloudWatch.stored("hot_cell").stream()
        .collect(
            Collectors.groupingBy(
                Stored::timestamp, TreeMap::new, Collectors.summingDouble(Stored::sampleCount)));
  }

  @Test
  void aStepThatIsCollectedInSlicesIsSentInOneRequest() {
    TestConfig config =
        TestConfig.minutes()
            .with("jitter", "30s")
            .with("publisherMetricsEnabled", "false")
            .withBudget(1000);
    try (RegistryHarness harness = new RegistryHarness(config)) {
      for (int i = 0; i < 400; i++) {
        harness.registry.timer("latency", "route", "r" + i).record(Duration.ofMillis(i));
      }
      harness.add(Duration.ofMinutes(1));
      // With the counter of the harness, whose step was idle.
      await().until(() -> harness.registry.deliveryStats().recorded() == 401);
      assertThat(harness.cloudWatch.requests()).isEmpty();
      harness.add(Duration.ofSeconds(30));
      await().until(() -> harness.registry.deliveryStats().pending() == 0);
      assertThat(harness.cloudWatch.requests()).hasSize(1);
    }
  }

  @Test
  void thePublishersOwnMetricsAreNotBilledWhereTheyAreSwitchedOff() {
    TestConfig config = TestConfig.minutes().with("publisherMetricsEnabled", "false");
    try (RegistryHarness harness = new RegistryHarness(config)) {
      harness.live(3);
      harness.settle();
      assertThat(harness.cloudWatch.stored())
          .isNotEmpty()
          .noneMatch(d -> d.name().startsWith("telemetry_"));
      assertThat(harness.registry.deliveryStats().accepted()).isPositive();
    }
  }
}
