/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of the stress tests: two threads begin together, many times. */
@Timeout(60)
final class HandOverRaceTest {
  private static final int TIMES = 4000;

  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private void together(Runnable one, Runnable other) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    List<Future<?>> both = new ArrayList<>();
    for (Runnable action : List.of(one, other)) {
      both.add(
          threads.submit(
              () -> {
                start.await();
                action.run();
                return null;
              }));
    }
    for (Future<?> future : both) {
      future.get();
    }
  }

  private static List<Distribution> drained(DistributionRecorder recorder) {
    List<Distribution> drained = new ArrayList<>();
    recorder.drain(Long.MIN_VALUE, (step, distribution) -> drained.add(distribution));
    return drained;
  }

  @Test
  void aSampleThatIsRecordedDuringAHandOverIsHandedOverOnce() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      LatencyRecorder latencies =
          new LatencyRecorder(new StepTime(new MockClock(), Duration.ofMinutes(1)));
      List<Distribution> handedOver = new ArrayList<>();
      together(() -> latencies.record(5), () -> handedOver.addAll(drained(latencies)));
      handedOver.addAll(drained(latencies));
      assertThat(handedOver).hasSize(1).allMatch(d -> d.count() == 1 && d.sum() == 5);
    }
  }

  @Test
  void noHandOverSeesTheSumOfAnAmountWithoutItsCount() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      AmountRecorder amounts =
          new AmountRecorder(new StepTime(new MockClock(), Duration.ofMinutes(1)));
      List<Distribution> handedOver = new ArrayList<>();
      together(() -> amounts.record(750), () -> handedOver.addAll(drained(amounts)));
      handedOver.addAll(drained(amounts));
      assertThat(handedOver).hasSize(1).allMatch(d -> d.count() == 1 && d.sum() == 750);
    }
  }

  @Test
  void noSampleIsLostWhenItsBucketIsMovedAway() throws Exception {
    int bucket = BucketArray.bucketOf(1);
    for (int i = 0; i < TIMES; i++) {
      BucketArray array = BucketArray.ofNumbers(BucketArray.keyOf(bucket));
      int slot = BucketArray.slotOf(bucket);
      array.getAndAdd(slot, 4L << array.shift);
      together(() -> array.getAndAdd(slot, 1L << array.shift), () -> array.spill(slot));
      Distribution.Builder into = new Distribution.Builder();
      array.drainNumbers(into);
      assertThat(into.build().count()).isEqualTo(5);
    }
  }
}
