/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.runwatch.cloudwatch.fake.Stored;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of meter, as CloudWatch sees it and as a Micrometer user sees it. */
final class MetersTest {

  private final RegistryHarness harness = new RegistryHarness(TestConfig.minutes());
  private final RunwatchCloudWatchRegistry registry = harness.registry;

  @AfterEach
  void close() {
    harness.close();
  }

  private void minute() {
    harness.add(Duration.ofMinutes(1));
    registry.publish();
    harness.settle();
  }

  private Stored first(String name) {
    assertThat(harness.cloudWatch.stored(name)).as(name).isNotEmpty();
    return harness.cloudWatch.stored(name).get(0);
  }

  @Test
  void aTimerIsOneMetricOfSecondsWithExactStatistics() {
    Timer timer = registry.timer("run_duration_seconds");
    timer.record(Duration.ofMillis(250));
    timer.record(Duration.ofMillis(250));
    timer.record(Duration.ofSeconds(3));
    minute();
    assertThat(harness.cloudWatch.stored("run_duration_seconds")).hasSize(1);
    assertThat(first("run_duration_seconds"))
        .returns("Seconds", Stored::unit)
        .returns(3.0, Stored::sampleCount)
        .returns(3.5, Stored::sum)
        .returns(0.25, Stored::min)
        .returns(3.0, Stored::max)
        .returns(60, Stored::resolution);
  }

  @Test
  void metersShowTheLastCompleteStep() {
    Timer timer = Timer.builder("t").publishPercentiles(0.5).register(registry);
    Counter counter = registry.counter("c");
    timer.record(Duration.ofMillis(10));
    timer.record(Duration.ofMillis(30));
    counter.increment(5);
    assertThat(timer.count()).isZero();
    harness.add(Duration.ofMinutes(1));
    registry.publish();
    assertThat(timer.count()).isEqualTo(2);
    assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(40);
    assertThat(timer.max(TimeUnit.MILLISECONDS)).isEqualTo(30);
    assertThat(timer.takeSnapshot().percentileValues()[0].value(TimeUnit.MILLISECONDS))
        .isCloseTo(10, within(0.05));
    assertThat(counter.count()).isEqualTo(5);
    assertThat(registry.getMeters())
        .extracting(m -> m.getId().getName())
        .doesNotContain("t.percentile");
    harness.add(Duration.ofMinutes(1));
    assertThat(counter.count()).isZero();
    assertThat(timer.count()).isZero();
  }

  @Test
  void whatRoutesRecordIsRolledUpForTheFleetExactly() {
    registry.timer("latency", "Environment", "test", "Route", "a").record(Duration.ofMillis(100));
    registry.timer("latency", "Environment", "test", "Route", "b").record(Duration.ofMillis(300));
    minute();
    assertThat(harness.cloudWatch.stored("latency"))
        .extracting(Stored::dimensions, Stored::sampleCount)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(Map.of("Environment", "test"), 2.0),
            org.assertj.core.groups.Tuple.tuple(Map.of("Environment", "test", "Route", "a"), 1.0),
            org.assertj.core.groups.Tuple.tuple(Map.of("Environment", "test", "Route", "b"), 1.0));
  }

  @Test
  void anIdleCounterPublishesZeroAndAnIdleTimerNothing() {
    registry.counter("idle_total");
    registry.timer("idle_seconds");
    minute();
    assertThat(first("idle_total")).returns(0.0, Stored::sum).returns(true, Stored::single);
    assertThat(harness.cloudWatch.stored("idle_seconds")).isEmpty();
  }

  @Test
  void gaugesThatAreNoNumbersAreDroppedAndCounted() {
    registry.gauge("nan", Double.NaN);
    Gauge.builder("infinite", () -> Double.POSITIVE_INFINITY).register(registry);
    Gauge.builder("failing", () -> Integer.valueOf("x")).register(registry);
    Gauge.builder("fine", () -> 1.5).register(registry);
    minute();
    assertThat(first("fine").sum()).isEqualTo(1.5);
    assertThat(harness.cloudWatch.stored())
        .extracting(Stored::name)
        .doesNotContain("nan", "infinite", "failing");
    assertThat(registry.deliveryStats().dropped()).containsOnlyKeys("not_finite");
    harness.balanced();
  }

  @Test
  void negativeAndInfiniteSamplesAreRefusedAndCounted() {
    registry.timer("t").record(-1, TimeUnit.SECONDS);
    registry.summary("s").record(-0.5);
    registry.summary("s").record(Double.NaN);
    registry.summary("s").record(4);
    minute();
    assertThat(first("s").sum()).isEqualTo(4);
    assertThat(harness.cloudWatch.stored("t")).isEmpty();
    assertThat(registry.deliveryStats().dropped())
        .isEqualTo(Map.of("negative", 2L, "not_finite", 1L));
    harness.balanced();
  }

  @Test
  void functionsArePublishedByTheirGrowth() {
    AtomicLong state = new AtomicLong(3);
    FunctionCounter.builder("fc", state, AtomicLong::get).baseUnit("bytes").register(registry);
    FunctionTimer.builder("ft", state, AtomicLong::get, s -> s.get() * 500.0, TimeUnit.MILLISECONDS)
        .register(registry);
    minute();
    state.set(5);
    minute();
    assertThat(harness.cloudWatch.sum("fc")).isEqualTo(5);
    assertThat(first("fc").unit()).isEqualTo("Bytes");
    assertThat(harness.cloudWatch.sum("ft")).isEqualTo(2.5);
    assertThat(harness.cloudWatch.sampleCount("ft")).isEqualTo(5);
  }

  @Test
  void timeGaugesAreInSecondsAndRunningTasksAreADistribution() {
    AtomicLong millis = new AtomicLong(1500);
    TimeGauge.builder("age", millis, TimeUnit.MILLISECONDS, AtomicLong::get).register(registry);
    LongTaskTimer tasks = LongTaskTimer.builder("jobs").register(registry);
    tasks.start();
    harness.add(Duration.ofSeconds(30));
    tasks.start();
    harness.add(Duration.ofSeconds(30));
    registry.publish();
    harness.settle();
    assertThat(first("age")).returns(1.5, Stored::sum).returns("Seconds", Stored::unit);
    assertThat(first("jobs"))
        .returns(2.0, Stored::sampleCount)
        .returns(90.0, Stored::sum)
        .returns("Seconds", Stored::unit);
  }

  @Test
  void aMeterOfItsOwnKindIsPublishedByItsMeasurements() {
    Meter.builder("own", Meter.Type.OTHER, List.of(new Measurement(() -> 4.0, Statistic.VALUE)))
        .register(registry);
    minute();
    assertThat(first("own"))
        .returns(4.0, Stored::sum)
        .returns(Map.of("statistic", "value"), Stored::dimensions);
  }

  @Test
  void whatARemovedMeterRecordedIsStillPublished() {
    Counter counter = registry.counter("gone_total");
    counter.increment(2);
    registry.remove(counter);
    minute();
    minute();
    assertThat(harness.cloudWatch.sum("gone_total")).isEqualTo(2);
    assertThat(harness.cloudWatch.stored("gone_total")).hasSize(1);
    registry.counter("gone_total").increment(3);
    minute();
    assertThat(harness.cloudWatch.sum("gone_total")).isEqualTo(5);
  }

  @Test
  void namesAndValuesAreMadeLegalAndStayDifferent() {
    registry.counter("größe", "stadt", "köln", "leer", " ", ":x", "1").increment();
    registry.counter("l".repeat(300) + "a").increment();
    registry.counter("l".repeat(300) + "b").increment();
    minute();
    assertThat(first("gr_u00f6_u00dfe").dimensions())
        .isEqualTo(Map.of("stadt", "k_u00f6ln", "leer", "_blank", "_u003ax", "1"));
    assertThat(harness.cloudWatch.stored())
        .extracting(Stored::name)
        .filteredOn(n -> n.startsWith("lll"))
        .hasSize(2)
        .doesNotHaveDuplicates()
        .allMatch(n -> n.length() == 255);
  }

  @Test
  void beyondTheBudgetNothingNewIsPublished() {
    try (RegistryHarness small = new RegistryHarness(TestConfig.minutes().withBudget(12))) {
      for (int i = 0; i < 30; i++) {
        small.registry.counter("user_total", List.of(Tag.of("user", "u" + i))).increment();
      }
      small.live(2);
      small.settle();
      DeliveryStats stats = small.balanced();
      assertThat(small.cloudWatch.stored("user_total"))
          .extracting(d -> d.dimensions().get("user"))
          .contains("u0")
          .doesNotContain("u29");
      assertThat(small.cloudWatch.stored(PublisherMetrics.DROPPED))
          .extracting(d -> d.dimensions().get(PublisherMetrics.REASON))
          .contains("budget");
      assertThat(stats.dropped()).containsOnlyKeys("budget");
      assertThat(small.cloudWatch.stored())
          .extracting(Stored::name)
          .contains(PublisherMetrics.ACCEPTED, PublisherMetrics.DROPPED);
    }
  }

  @Test
  void anIncrementThatIsNoNumberCostsItselfOnly() {
    Counter counter = registry.counter("c_total");
    counter.increment(5);
    counter.increment(Double.NaN);
    counter.increment(3);
    minute();
    assertThat(harness.cloudWatch.sum("c_total")).isEqualTo(8);
    assertThat(registry.deliveryStats().dropped()).isEqualTo(Map.of("not_finite", 1L));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 30, 60})
  void aGaugeReadAsSumIsRightAtEveryStepLength(int seconds) {
    TestConfig config = TestConfig.minutes().withStep(Duration.ofSeconds(seconds));
    try (RegistryHarness other = new RegistryHarness(config)) {
      other.registry.gauge("slots", 4);
      other.live(180 / seconds);
      other.settle();
      assertThat(other.cloudWatch.stored("slots"))
          .hasSize(3)
          .allMatch(d -> d.sum() == 4)
          .extracting(d -> d.timestamp().getEpochSecond() / 60)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aClockThatIsSetBackSamplesNoGaugeTwice() {
    registry.gauge("slots", 4);
    registry.stop();
    minute();
    harness.clock.jump(Duration.ofSeconds(-30));
    registry.publish();
    harness.add(Duration.ofSeconds(30));
    registry.publish();
    minute();
    assertThat(harness.cloudWatch.stored("slots"))
        .extracting(Stored::timestamp)
        .doesNotHaveDuplicates();
  }

  @Test
  void thePublisherMetricsArePublishedAndCanBeBoundToAnotherRegistry() {
    harness.live(2);
    harness.settle();
    minute();
    for (String name :
        List.of(
            PublisherMetrics.ACCEPTED,
            PublisherMetrics.PENDING,
            PublisherMetrics.DROPPED,
            PublisherMetrics.AMBIGUOUS,
            PublisherMetrics.PUBLISH_LAG,
            PublisherMetrics.METRIC_SETS)) {
      assertThat(first(name).dimensions()).as(name).isEqualTo(Map.of("Environment", "test"));
    }
    assertThat(harness.cloudWatch.stored(PublisherMetrics.LAST_SUCCESS_AGE)).isEmpty();
    SimpleMeterRegistry page = new SimpleMeterRegistry();
    registry.publisherMetrics().bindTo(page);
    assertThat(page.get(PublisherMetrics.ACCEPTED).functionCounter().count())
        .isEqualTo((double) registry.deliveryStats().accepted());
    assertThat(harness.cloudWatch.stored(PublisherMetrics.DISTRIBUTION_ERROR)).isEmpty();
    assertThat(page.get(PublisherMetrics.DISTRIBUTION_ERROR).gauge().value()).isBetween(0.0, 0.025);
    assertThat(page.get(PublisherMetrics.LAST_SUCCESS_AGE).gauge().value()).isBetween(0.0, 60.0);
  }

  @Test
  void closingSealsTheOpenStepAndMayBeRepeated() {
    registry.counter("last_total").increment(7);
    registry.gauge("depth", 3);
    registry.close();
    registry.close();
    assertThat(harness.cloudWatch.sum("last_total")).isEqualTo(7);
    assertThat(harness.cloudWatch.sum("depth")).isEqualTo(3);
    DeliveryStats stats = registry.deliveryStats();
    assertThat(stats.pending()).isZero();
    assertThat(stats.recorded()).isEqualTo(stats.accepted());
  }

  @Test
  void itsThreadsAreNamedDaemonsAndEndWithIt() {
    assertThat(threads()).allMatch(Thread::isDaemon).hasSizeGreaterThanOrEqualTo(3);
    int before = threads().size();
    registry.start(Thread::new);
    assertThat(threads()).hasSize(before);
    registry.close();
    assertThat(threads()).hasSize(before - 3);
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("runwatch-cloudwatch"))
        .toList();
  }

  @Test
  void aSettingOutOfItsRangeIsNamedWithWhatIsAllowed() {
    assertThatThrownBy(() -> new RegistryHarness(TestConfig.minutes().withBudget(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("metricSetBudget() is '0'; allowed: at least 1");
  }
}
