/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.cloudwatch.fake.FakeCloudWatch;
import dev.runwatch.cloudwatch.fake.Stored;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/**
 * A registry, the real SDK and a fake CloudWatch on a clock that is set by hand, and what was
 * recorded in which minute.
 */
final class RegistryHarness implements AutoCloseable {

  static final String COUNTER = "runs_created_total";
  static final String TIMER = "request_latency_seconds";

  final FakeCloudWatch cloudWatch = new FakeCloudWatch();
  final CloudWatchAsyncClient client = cloudWatch.client();
  final SettableClock clock = new SettableClock(1_764_000_000_000L);
  final RunwatchCloudWatchRegistry registry;
  final Map<Instant, Double> counted = new TreeMap<>();
  final Map<Instant, Double> timed = new TreeMap<>();
  private final Duration step;
  private final Counter counter;
  private final Timer timer;
  private int minutes;

  RegistryHarness(TestConfig config) {
    step = config.step();
    registry = new RunwatchCloudWatchRegistry(config, clock, client);
    counter = registry.counter(COUNTER, "Environment", "test");
    timer = registry.timer(TIMER, "Environment", "test", "Route", "POST /runs");
  }

  Instant minute() {
    return Instant.ofEpochMilli(
        clock.wallTime() - Math.floorMod(clock.wallTime(), step.toMillis()));
  }

  /** Records something that is different in every minute, in the minute that it is. */
  void record() {
    int n = ++minutes;
    counter.increment(n);
    counted.merge(minute(), (double) n, Double::sum);
    for (int i = 0; i < 1 + n % 5; i++) {
      timer.record(Duration.ofMillis(10L * (n + i)));
      timed.merge(minute(), 1.0, Double::sum);
    }
  }

  void add(Duration time) {
    clock.add(time);
  }

  /** One minute of an ordinary life. */
  void live() {
    record();
    clock.add(step);
    registry.publish();
  }

  void live(int times) {
    for (int i = 0; i < times; i++) {
      live();
    }
  }

  /** Waits until no request is under way; time stands still. */
  void quiet() {
    // The SDK may take ten seconds to notice that connections it makes at once are all refused.
    await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> registry.underWay() == 0);
  }

  /** Lets time go by until everything is accepted or given up. */
  void settle() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              clock.add(Duration.ofSeconds(1));
              registry.publish();
              quiet();
              return registry.deliveryStats().pending() == 0;
            });
  }

  Map<Instant, Double> storedCounts() {
    return cloudWatch.stored(COUNTER).stream()
        .collect(
            Collectors.groupingBy(
                Stored::timestamp, TreeMap::new, Collectors.summingDouble(Stored::sum)))
        .entrySet()
        .stream()
        .filter(e -> e.getValue() != 0)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  Map<Instant, Double> storedSamples() {
    return cloudWatch.stored(TIMER).stream()
        .filter(d -> d.dimensions().size() == 1)
        .collect(
            Collectors.groupingBy(
                Stored::timestamp, TreeMap::new, Collectors.summingDouble(Stored::sampleCount)));
  }

  /** The account adds up, by the books and by counting afresh. */
  DeliveryStats balanced() {
    quiet();
    DeliveryStats stats = registry.deliveryStats();
    assertThat(stats.recorded())
        .isEqualTo(stats.accepted() + stats.pending() + stats.droppedInAll());
    assertThat(registry.pending()).isEqualTo(stats.pending());
    return stats;
  }

  /** CloudWatch has exactly what was recorded, each in its minute. */
  void exact() {
    DeliveryStats stats = balanced();
    assertThat(stats.pending()).isZero();
    assertThat(stats.dropped()).isEmpty();
    assertThat(cloudWatch.stored()).hasSize((int) stats.accepted());
    assertThat(storedCounts()).isEqualTo(counted);
    assertThat(storedSamples()).isEqualTo(timed);
  }

  /** CloudWatch has no less than what was recorded, and no more than the account admits. */
  void atLeast() {
    DeliveryStats stats = balanced();
    assertThat(stats.pending()).isZero();
    assertThat(stats.dropped()).isEmpty();
    assertThat((long) cloudWatch.stored().size())
        .isBetween(stats.accepted(), stats.accepted() + stats.ambiguous());
    assertThat(storedCounts().keySet()).isEqualTo(counted.keySet());
    assertThat(storedCounts())
        .allSatisfy((minute, sum) -> assertThat(sum % counted.get(minute)).isZero());
    assertThat(storedSamples().keySet()).isEqualTo(timed.keySet());
  }

  /** CloudWatch has each sum at most three times, and what is missing is counted. */
  void atMostThreeTimes() {
    DeliveryStats stats = balanced();
    assertThat(stats.pending()).isZero();
    assertThat(stats.dropped().keySet()).isSubsetOf("ambiguous");
    assertThat((long) cloudWatch.stored().size())
        .isBetween(stats.accepted(), stats.accepted() + stats.ambiguous() + stats.droppedInAll());
    Map<Instant, Double> stored = storedCounts();
    assertThat(stored)
        .allSatisfy(
            (minute, sum) -> {
              assertThat(sum % counted.get(minute)).isZero();
              assertThat(sum / counted.get(minute)).isLessThanOrEqualTo(3);
            });
    long missing = counted.keySet().stream().filter(minute -> !stored.containsKey(minute)).count();
    assertThat(missing).isLessThanOrEqualTo(stats.droppedInAll());
  }

  @Override
  public void close() {
    registry.close();
    // The SDK takes two seconds to be sure that nobody needs its threads any more.
    CompletableFuture.runAsync(client::close);
    cloudWatch.close();
  }
}
