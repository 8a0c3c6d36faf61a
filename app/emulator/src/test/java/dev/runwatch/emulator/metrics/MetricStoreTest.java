/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.evaluation.Series;
import dev.runwatch.emulator.metrics.Samples.StatisticSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MetricStoreTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final MetricKey KEY =
      new MetricKey("N", "latency", Map.of("Environment", "prod"), "Seconds");

  private final MetricStore store = new MetricStore(MINUTE);

  @Nested
  final class Statistics {

    @ParameterizedTest
    @CsvSource({"Sum, 16", "SampleCount, 4", "Average, 4", "Minimum, 1", "Maximum, 9"})
    void aStatisticCountsEveryValueAsOftenAsItWasMeasured(String name, double expected) {
      store.put(KEY, START, new Samples(List.of(1.0, 9.0), List.of(1.0, 1.0), null));
      store.put(KEY, START.plusSeconds(59), new Samples(List.of(3.0), List.of(2.0), null));
      assertThat(value(name)).hasValue(expected);
    }

    @ParameterizedTest
    @CsvSource({"Sum, 25", "SampleCount, 6", "Minimum, 0.5", "Maximum, 10"})
    void aStatisticSetCountsInEverythingButPercentiles(String name, double expected) {
      store.put(KEY, START, Samples.of(5));
      store.put(KEY, START, new Samples(List.of(), List.of(), new StatisticSet(5, 20, 0.5, 10)));
      assertThat(value(name)).hasValue(expected);
      assertThat(value("p50")).isEmpty();
    }

    @Test
    void aStatisticSetOfOneValueHasPercentiles() {
      store.put(KEY, START, Samples.of(1));
      store.put(KEY, START, new Samples(List.of(), List.of(), new StatisticSet(3, 12, 4, 4)));
      assertThat(value("p50")).hasValue(4);
      assertThat(value("p25")).hasValue(1);
    }

    @Test
    void valuesBesideAStatisticSetServeThePercentilesOnly() {
      store.put(
          KEY,
          START,
          new Samples(List.of(2.0, 8.0), List.of(1.0, 1.0), new StatisticSet(2, 10, 2, 8)));
      assertThat(value("Sum")).hasValue(10);
      assertThat(value("SampleCount")).hasValue(2);
      assertThat(value("p100")).hasValue(8);
    }

    @Test
    void aNegativeValueMakesPercentilesUnavailable() {
      store.put(KEY, START, Samples.of(5));
      assertThat(value("p50")).hasValue(5);
      store.put(KEY, START, Samples.of(-1));
      assertThat(value("p50")).isEmpty();
      assertThat(value("Minimum")).hasValue(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tm99", "IQM", "PR(:300)"})
    void aStatisticThatIsNotComputedIsRefusedByName(String name) {
      store.put(KEY, START, Samples.of(5));
      assertThatThrownBy(() -> value(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the embedded CloudWatch does not compute " + name);
    }
  }

  @Nested
  final class Percentiles {

    @ParameterizedTest
    @CsvSource({"p0, 1", "p1, 1", "p10, 1", "p10.1, 2", "p50, 5", "p90, 9", "p99, 10", "p100, 10"})
    void aPercentileIsTheValueAtItsNearestRank(String name, double expected) {
      for (int i = 10; i >= 1; i--) {
        store.put(KEY, START, Samples.of(i));
      }
      assertThat(value(name)).hasValue(expected);
    }

    @Test
    void aPercentileWeighsValuesByTheirCounts() {
      store.put(KEY, START, new Samples(List.of(1.0, 100.0), List.of(98.0, 2.0), null));
      assertThat(value("p98")).hasValue(1);
      assertThat(value("p99")).hasValue(100);
    }

    @Test
    void aPercentileOverTwoInstancesIsThatOfAllSamples() {
      store.put(KEY, START, new Samples(List.of(1.0), List.of(9.0), null));
      store.put(KEY, START, Samples.of(7));
      assertThat(value("p90")).hasValue(1);
      assertThat(value("p91")).hasValue(7);
    }
  }

  @Nested
  final class Periods {

    @Test
    void aMinuteWithoutDataIsMissing() {
      store.put(KEY, START, Samples.of(1));
      store.put(KEY, START.plusSeconds(120), Samples.of(3));
      Series series = store.read(stat("Sum", MINUTE), START, START.plusSeconds(180));
      assertThat(series).isEqualTo(Series.of(START, MINUTE, 1, Double.NaN, 3));
    }

    @Test
    void aLongerPeriodIsAggregatedOverItsMinutes() {
      for (int i = 0; i < 10; i++) {
        store.put(KEY, START.plusSeconds(60L * i), Samples.of(i));
      }
      Duration five = Duration.ofMinutes(5);
      assertThat(store.read(stat("Sum", five), START, START.plusSeconds(600)))
          .isEqualTo(Series.of(START, five, 10, 35));
      assertThat(store.read(stat("p50", five), START, START.plusSeconds(600)))
          .isEqualTo(Series.of(START, five, 2, 7));
    }

    @Test
    void periodsAreCountedFromTheStartSoThatAWindowCanSlideByTheMinute() {
      for (int i = 0; i < 4; i++) {
        store.put(KEY, START.plusSeconds(60L * i), Samples.of(i));
      }
      Duration two = Duration.ofMinutes(2);
      assertThat(store.read(stat("Sum", two), START.plusSeconds(60), START.plusSeconds(180)))
          .isEqualTo(Series.of(START.plusSeconds(60), two, 3));
    }

    @Test
    void theEndOfAPeriodBelongsToTheNext() {
      store.put(KEY, START.plusMillis(59_999), Samples.of(1));
      store.put(KEY, START.plusSeconds(60), Samples.of(2));
      assertThat(value("Sum")).hasValue(1);
    }

    @Test
    void minutesOfTwoSecondsAreKeptApart() {
      MetricStore fast = new MetricStore(Duration.ofSeconds(2));
      fast.put(KEY, START.plusMillis(1_999), Samples.of(1));
      fast.put(KEY, START.plusMillis(2_000), Samples.of(2));
      Duration two = Duration.ofSeconds(2);
      assertThat(fast.read(stat("Sum", two), START, START.plusSeconds(4)))
          .isEqualTo(Series.of(START, two, 1, 2));
      assertThat(fast.minuteOf(START.plusMillis(3_999))).isEqualTo(START.plusSeconds(2));
    }

    @Test
    void aTimeBeforeTheEpochBelongsToTheMinuteBeforeIt() {
      assertThat(store.minuteOf(Instant.ofEpochMilli(-1))).isEqualTo(Instant.ofEpochSecond(-60));
    }
  }

  @Nested
  final class Identity {

    @Test
    void dimensionsMustBeEqual() {
      store.put(KEY, START, Samples.of(1));
      assertThat(read(Map.of(), null)).isEmpty();
      assertThat(read(Map.of("Environment", "prod", "Route", "/"), null)).isEmpty();
      assertThat(read(Map.of("Environment", "dev"), null)).isEmpty();
      assertThat(read(Map.of("Environment", "prod"), null)).hasValue(1);
    }

    @Test
    void aUnitSelectsItsDataAndNoUnitAll() {
      store.put(KEY, START, Samples.of(1));
      store.put(
          new MetricKey("N", "latency", KEY.dimensions(), "Milliseconds"), START, Samples.of(2));
      assertThat(read(KEY.dimensions(), "Seconds")).hasValue(1);
      assertThat(read(KEY.dimensions(), "Milliseconds")).hasValue(2);
      assertThat(read(KEY.dimensions(), "Count")).isEmpty();
      assertThat(read(KEY.dimensions(), null)).hasValue(3);
    }

    @Test
    void keysAreOrderedAndDistinct() {
      MetricKey a = new MetricKey("M", "z", Map.of(), "Count");
      MetricKey b = new MetricKey("N", "a", Map.of("A", "2"), "Count");
      MetricKey c = new MetricKey("N", "a", Map.of("A", "2"), "None");
      MetricKey d = new MetricKey("N", "a", Map.of("B", "1"), "Count");
      List.of(d, c, b, a, a).forEach(key -> store.put(key, START, Samples.of(1)));
      assertThat(store.keys()).containsExactly(a, b, c, d);
    }

    private OptionalDouble read(
        Map<String, String> dimensions, @org.jspecify.annotations.Nullable String unit) {
      MetricStat stat = new MetricStat("N", "latency", dimensions, Statistic.SUM, MINUTE, unit);
      return store.read(stat, START, START.plus(MINUTE)).value(0);
    }
  }

  @Nested
  final class Bounds {

    @Test
    void theOldestMinuteIsForgottenWhenADayIsFull() {
      for (int i = 0; i <= MetricStore.MINUTES; i++) {
        store.put(KEY, START.plus(MINUTE.multipliedBy(i)), Samples.of(i));
      }
      assertThat(value("Sum")).isEmpty();
      Instant second = START.plus(MINUTE);
      assertThat(store.read(stat("Sum", MINUTE), second, second.plus(MINUTE)).value(0)).hasValue(1);
    }

    @Test
    void dataOfMoreMetricsThanTheStoreKeepsAreDropped() {
      for (int i = 0; i <= MetricStore.METRICS; i++) {
        store.put(new MetricKey("N", "m" + i, Map.of(), "Count"), START, Samples.of(1));
      }
      assertThat(store.keys())
          .hasSize(MetricStore.METRICS)
          .noneMatch(key -> key.name().equals("m" + MetricStore.METRICS));
      store.put(new MetricKey("N", "m0", Map.of(), "Count"), START, Samples.of(1));
      MetricStat known = new MetricStat("N", "m0", Map.of(), Statistic.SUM, MINUTE, null);
      assertThat(store.read(known, START, START.plus(MINUTE)).value(0)).hasValue(2);
    }
  }

  @Test
  void nothingIsLostWhenManyThreadsPut() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 2_000; i++) {
                    store.put(KEY, START.plusSeconds(60L * (i % 3)), Samples.of(1));
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    double sum = 0;
    for (double value : store.read(stat("Sum", MINUTE), START, START.plusSeconds(180)).values()) {
      sum += value;
    }
    assertThat(sum).isCloseTo(8_000, within(0.0));
  }

  @Test
  void samplesNeedACountForEachValue() {
    assertThatThrownBy(() -> new Samples(List.of(1.0, 2.0), List.of(1.0), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 values and 1 counts");
  }

  private OptionalDouble value(String statistic) {
    return store.read(stat(statistic, MINUTE), START, START.plus(MINUTE)).value(0);
  }

  private static MetricStat stat(String statistic, Duration period) {
    return new MetricStat("N", "latency", KEY.dimensions(), new Statistic(statistic), period, null);
  }
}
