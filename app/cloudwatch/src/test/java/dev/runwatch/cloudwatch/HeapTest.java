/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/** The memory a large registry takes. */
final class HeapTest {

  private static final int TIMERS = 10_000;

  @Test
  void tenThousandTimersTakeTheSameMemoryAfterAnHourAsAfterTenMinutes() {
    SettableClock clock = new SettableClock(1_764_000_000_000L);
    var registry =
        new RunwatchCloudWatchRegistry(
            TestConfig.minutes().withBudget(TIMERS + 10), clock, new Accepting());
    List<Timer> timers = new ArrayList<>();
    for (int i = 0; i < TIMERS; i++) {
      timers.add(registry.timer("latency", "route", "r" + i));
    }
    long afterTen = 0;
    for (int minute = 1; minute <= 60; minute++) {
      for (Timer timer : timers) {
        for (int i = 1; i <= 4; i++) {
          timer.record(Duration.ofMillis(7L * i));
        }
      }
      clock.add(Duration.ofMinutes(1));
      registry.publish();
      if (minute == 10) {
        afterTen = used();
      }
    }
    long afterSixty = used();
    assertThat(registry.deliveryStats().accepted()).isGreaterThan(59L * TIMERS);
    assertThat(afterSixty).isLessThan(afterTen + (8 << 20)).isLessThan(120 << 20);
    registry.close();
  }

  @Test
  void aBusyTimerTakesAtMostSixKilobytesAfterItsDataWereHandedOver() {
    SettableClock clock = new SettableClock(1_764_000_000_000L);
    var registry =
        new RunwatchCloudWatchRegistry(
            TestConfig.minutes().withBudget(TIMERS + 10), clock, new Accepting());
    registry.stop();
    List<Timer> timers = new ArrayList<>();
    for (int i = 0; i < TIMERS / 5; i++) {
      timers.add(registry.timer("latency", "route", "r" + i));
    }
    long before = used();
    Random random = new Random(1);
    for (Timer timer : timers) {
      for (int i = 0; i < 600; i++) {
        timer.record((long) (2e7 * Math.exp(0.8 * random.nextGaussian())), TimeUnit.NANOSECONDS);
      }
    }
    clock.add(Duration.ofMinutes(1));
    registry.publish();
    long once = (used() - before) / timers.size();
    // What threads added that were preempted is handed over with the next step.
    clock.add(Duration.ofMinutes(1));
    registry.publish();
    long each = (used() - before) / timers.size();
    System.out.println(
        "A busy timer takes " + once + " bytes after a step, and " + each + " after the next one.");
    assertThat(each).isLessThan(6000);
    registry.close();
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static final class Accepting implements CloudWatchAsyncClient {
    @Override
    public CompletableFuture<PutMetricDataResponse> putMetricData(PutMetricDataRequest request) {
      return CompletableFuture.completedFuture(PutMetricDataResponse.builder().build());
    }

    @Override
    public String serviceName() {
      return "monitoring";
    }

    @Override
    public void close() {}
  }
}
