/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.cloudwatch.internal.recording.StepTime;
import dev.runwatch.cloudwatch.internal.series.Rollup;
import io.micrometer.core.instrument.MockClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ForeignMeterReaderTest {
  private static final Duration EACH = Duration.ofMillis(60);
  private static final Duration ALL = Duration.ofMinutes(1);

  private final CountDownLatch never = new CountDownLatch(1);
  private final ForeignMeterReader reader =
      new ForeignMeterReader(new StepTime(new MockClock(), Duration.ofMinutes(1)), EACH);

  @AfterEach
  void release() {
    never.countDown();
  }

  /** A meter that does what it is told. */
  private static final class Told implements ForeignMeter {
    private volatile Runnable behaviour = () -> {};
    private final AtomicInteger answers = new AtomicInteger();

    @Override
    public String name() {
      return "told";
    }

    @Override
    public void read(CollectionPass pass) {
      behaviour.run();
      answers.incrementAndGet();
    }

    @Override
    public void collect(CollectionPass pass) {}
  }

  private void hang(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Told> hanging(int size) {
    return IntStream.range(0, size)
        .mapToObj(
            i -> {
              Told meter = new Told();
              meter.behaviour = () -> hang(never);
              return meter;
            })
        .toList();
  }

  private void read(List<Told> meters, Duration all) {
    CollectionPass pass =
        new CollectionPass(
            new Rollup(0.01), 1, 0, 0, OptionalLong.empty(), OptionalLong.empty(), false);
    List<ForeignMeterReader.Task> tasks = new ArrayList<>();
    meters.forEach(meter -> tasks.add(new ForeignMeterReader.Task(meter, pass, false)));
    reader.read(tasks, all);
  }

  // A reader that is preempted may be abandoned, and answers later.
  private static void answered(Told meter, int times) {
    await().untilAsserted(() -> assertThat(meter.answers).hasValue(times));
  }

  private static long readers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("runwatch-cloudwatch-reader"))
        .count();
  }

  @Test
  void aMeterThatWasSlowOnceIsReadAgainWhileManyOthersHang() {
    Told slow = new Told();
    read(List.of(slow), ALL);
    read(hanging(ForeignMeterReader.MAX_STUCK + 5), ALL);
    await().until(() -> readers() == ForeignMeterReader.MAX_STUCK);
    CountDownLatch later = new CountDownLatch(1);
    slow.behaviour = () -> hang(later);
    read(List.of(slow), ALL);
    later.countDown();
    await().until(() -> slow.answers.get() == 2);
    await().until(() -> readers() == ForeignMeterReader.MAX_STUCK);
    read(List.of(slow), ALL);
    answered(slow, 3);
  }

  @Test
  void aMeterForWhichThereWasNoTimeIsReadAgainWhileManyOthersHang() {
    Told fine = new Told();
    read(List.of(fine), ALL);
    read(hanging(ForeignMeterReader.MAX_STUCK + 5), ALL);
    read(List.of(fine), Duration.ZERO);
    answered(fine, 1);
    read(List.of(fine), ALL);
    answered(fine, 2);
  }

  @Test
  void aMeterThatThrewIsReadAgainWhileManyOthersHang() {
    Told throwing = new Told();
    read(List.of(throwing), ALL);
    read(hanging(ForeignMeterReader.MAX_STUCK + 5), ALL);
    throwing.behaviour =
        () -> {
          throw new IllegalStateException("thrown by the test");
        };
    read(List.of(throwing), ALL);
    throwing.behaviour = () -> {};
    read(List.of(throwing), ALL);
    answered(throwing, 2);
  }

  @Test
  void aMeterThatBeginsToHangBesideManyOthersStopsNoOther() {
    Told turning = new Told();
    Told fine = new Told();
    read(List.of(turning, fine), ALL);
    read(hanging(ForeignMeterReader.MAX_STUCK + 5), ALL);
    turning.behaviour = () -> hang(never);
    read(List.of(turning, fine), ALL);
    read(List.of(turning, fine), ALL);
    answered(fine, 3);
    answered(turning, 1);
  }
}
