/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.MockClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DistributionRecorderTest {

  private final MockClock clock = new MockClock();
  private final StepTime time = new StepTime(clock, Duration.ofMinutes(1));
  private final LatencyRecorder recorder = new LatencyRecorder(time);

  private Map<Long, Distribution> drained(DistributionRecorder from) {
    Map<Long, Distribution> all = new TreeMap<>();
    from.drain(Long.MIN_VALUE, (step, d) -> all.merge(step, d, Distribution::plus));
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, 2, 255, 256, 257, 1_000_000, 25_000_000, 3_600_000_000_000L, (1L << 53) - 1})
  void aSampleIsKeptExactly(long nanos) {
    recorder.record(nanos);
    Distribution distribution = drained(recorder).values().iterator().next();
    assertThat(distribution.count()).isEqualTo(1);
    assertThat(distribution.sum()).isEqualTo(nanos);
    assertThat(distribution.min()).isEqualTo(nanos);
    assertThat(distribution.max()).isEqualTo(nanos);
  }

  @Test
  void theLongestDurationThereIsDoesNoHarm() {
    recorder.record(Long.MAX_VALUE);
    recorder.record(Long.MAX_VALUE);
    Distribution distribution = drained(recorder).values().iterator().next();
    assertThat(distribution.count()).isEqualTo(2);
    assertThat(distribution.sum()).isCloseTo(2.0 * Long.MAX_VALUE, within(1e6));
  }

  @Test
  void countAndSumAndExtremesOfManySamplesAreExact() {
    Random random = new Random(1);
    long sum = 0;
    long min = Long.MAX_VALUE;
    long max = 0;
    for (int i = 0; i < 200_000; i++) {
      long nanos = (long) Math.exp(random.nextGaussian() * 2 + 16);
      recorder.record(nanos);
      sum += nanos;
      min = Math.min(min, nanos);
      max = Math.max(max, nanos);
    }
    Distribution distribution = drained(recorder).values().iterator().next();
    assertThat(distribution.count()).isEqualTo(200_000);
    assertThat(distribution.sum()).isEqualTo((double) sum);
    assertThat(distribution.min()).isEqualTo((double) min);
    assertThat(distribution.max()).isEqualTo((double) max);
  }

  @Test
  void aCellThatFillsItsRoomSpillsAndStaysExact() {
    long tenDays = TimeUnit.DAYS.toNanos(10);
    for (int i = 0; i < 100_000; i++) {
      recorder.record(tenDays + i);
    }
    Distribution distribution = drained(recorder).values().iterator().next();
    assertThat(distribution.count()).isEqualTo(100_000);
    assertThat(distribution.sum()).isCloseTo(100_000.0 * tenDays + 99_999.0 * 50_000, within(1e6));
  }

  @Test
  void everySampleOfEveryThreadIsInTheStepInWhichItWasRecorded() throws Exception {
    int threads = 2;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<Long>> counts = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      counts.add(
          pool.submit(
              () -> {
                long n = 0;
                while (!stop.get()) {
                  recorder.record(1000 + n % 1000);
                  n++;
                }
                return n;
              }));
    }
    long drained = 0;
    long[] seen = {0};
    for (int step = 0; step < 5; step++) {
      TimeUnit.MILLISECONDS.sleep(300);
      clock.add(Duration.ofMinutes(1));
      recorder.drain(time.refresh(), (s, d) -> seen[0] += d.count());
    }
    stop.set(true);
    for (var count : counts) {
      drained += count.get();
    }
    pool.shutdown();
    recorder.drain(Long.MIN_VALUE, (s, d) -> seen[0] += d.count());
    assertThat(seen[0]).isEqualTo(drained);
  }

  @Test
  void aLateSealFindsEachStepByItself() {
    for (int i = 1; i <= 5; i++) {
      for (int n = 0; n < i; n++) {
        recorder.record(i);
      }
      clock.add(Duration.ofMinutes(1));
    }
    assertThat(drained(recorder).values())
        .extracting(Distribution::count)
        .containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void whatAnInterruptedThreadAddsAfterTheSealIsCollectedUnderTheOldStep() {
    recorder.record(5);
    long old = time.refresh();
    StripedCell held = recorder.cell();
    clock.add(Duration.ofMinutes(1));
    Map<Long, Distribution> first = new TreeMap<>();
    recorder.drain(time.refresh(), first::put);
    held.first
        .buckets
        .array(BucketArray.keyOf(BucketArray.bucketOf(7)))
        .getAndAdd(
            BucketArray.slotOf(BucketArray.bucketOf(7)),
            1L << held.first.buckets.array(BucketArray.keyOf(BucketArray.bucketOf(7))).shift);
    clock.add(Duration.ofMinutes(1));
    Map<Long, Distribution> second = new TreeMap<>();
    recorder.drain(time.refresh(), second::put);
    assertThat(first.get(old).count()).isEqualTo(1);
    assertThat(second.get(old).sum()).isEqualTo(7);
  }

  @Test
  void theLastCompleteStepIsShownBeforeAndAfterItsSeal() {
    recorder.record(10);
    recorder.record(30);
    assertThat(recorder.last().count()).isZero();
    clock.add(Duration.ofMinutes(1));
    assertThat(recorder.last().sum()).isEqualTo(40);
    recorder.drain(time.refresh(), (s, d) -> {});
    assertThat(recorder.last().sum()).isEqualTo(40);
    clock.add(Duration.ofMinutes(1));
    assertThat(recorder.last().count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.0, Double.MIN_VALUE, 1e-300, 0.1, 1, 1e18, 0x1p360})
  void anAmountIsKeptExactly(double amount) {
    AmountRecorder amounts = new AmountRecorder(time);
    amounts.record(amount);
    amounts.record(amount);
    Distribution distribution = drained(amounts).values().iterator().next();
    assertThat(distribution.count()).isEqualTo(2);
    assertThat(distribution.sum()).isEqualTo(2 * amount + 0.0);
    assertThat(distribution.min()).isEqualTo(amount + 0.0);
  }

  @Test
  void noSumIsCollectedWithoutItsCountWhileThreadsRecord() throws Exception {
    AmountRecorder amounts = new AmountRecorder(time);
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Future<Long>> counts = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      counts.add(
          pool.submit(
              () -> {
                long n = 0;
                for (; !stop.get(); n++) {
                  amounts.record(750);
                }
                return n;
              }));
    }
    long[] collected = {0};
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    while (System.nanoTime() < end) {
      amounts.drain(Long.MIN_VALUE, (step, d) -> collected[0] += only750(d));
    }
    stop.set(true);
    long recorded = 0;
    for (var count : counts) {
      recorded += count.get();
    }
    pool.shutdown();
    amounts.drain(Long.MIN_VALUE, (step, d) -> collected[0] += only750(d));
    assertThat(recorded).isPositive();
    // A cell is collected twice, here within microseconds instead of two steps: a thread that is
    // preempted for longer loses its sample. No sample is ever counted twice.
    assertThat(collected[0]).isBetween(recorded - recorded / 1000, recorded);
  }

  @Test
  void aThreadThatRecordsIntoACellThatIsReleasedGetsAPlaceToRecord() throws Exception {
    StripedCell cell = new StripedCell(0, BucketArray::ofAmounts);
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    Future<?> releases =
        pool.submit(
            () -> {
              while (!stop.get()) {
                cell.release();
              }
            });
    try {
      for (int i = 0; i < 1_000_000; i++) {
        assertThat(cell.ofThread() != null).isTrue();
      }
    } finally {
      stop.set(true);
      releases.get();
      pool.shutdown();
    }
  }

  private static long only750(Distribution d) {
    assertThat(d.min()).isEqualTo(750);
    assertThat(d.max()).isEqualTo(750);
    assertThat(d.sum()).isEqualTo(750.0 * d.count());
    return d.count();
  }

  @Test
  void amountsOverEveryScaleTakeBoundedMemoryAndLoseNothing() {
    AmountRecorder amounts = new AmountRecorder(time);
    int n = 0;
    for (int exponent = -1000; exponent < 360; exponent++) {
      for (int part = 0; part < 8; part++) {
        amounts.record(Math.scalb(1 + part / 8.0, exponent));
        n++;
      }
    }
    Distribution distribution = drained(amounts).values().iterator().next();
    assertThat(distribution.count()).isEqualTo(n);
    assertThat(distribution.size())
        .isLessThanOrEqualTo(BucketLayout.MOST_ARRAYS * BucketArray.SIZE);
  }

  @Test
  void mergingIsTheSameAsRecordingTogether() {
    LatencyRecorder other = new LatencyRecorder(time);
    LatencyRecorder both = new LatencyRecorder(time);
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      long nanos = random.nextInt(1_000_000_000);
      (i % 3 == 0 ? other : recorder).record(nanos);
      both.record(nanos);
    }
    Distribution merged =
        drained(recorder)
            .values()
            .iterator()
            .next()
            .plus(drained(other).values().iterator().next());
    Distribution together = drained(both).values().iterator().next();
    assertThat(merged.size()).isEqualTo(together.size());
    assertThat(merged.sum()).isEqualTo(together.sum());
    assertThat(merged.min()).isEqualTo(together.min());
    assertThat(merged.max()).isEqualTo(together.max());
    assertThat(merged.count(100)).isEqualTo(together.count(100));
  }
}
