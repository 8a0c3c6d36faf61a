/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cloudwatch.internal.recording.LatencyRecorder;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import dev.runwatch.cloudwatch.internal.series.Dimension;
import dev.runwatch.cloudwatch.internal.series.MetricSetBudget;
import dev.runwatch.cloudwatch.internal.series.Rollup;
import dev.runwatch.cloudwatch.internal.series.SeriesKey;
import io.micrometer.core.instrument.MockClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** How long an outage the journal bridges. */
final class JournalCapacityTest extends JournalHarness {
  private static final int TIMERS = 1000;
  private static final long DEFAULT_LIMIT = 64 << 20;

  /** One step of a thousand timers with 600 log-normal samples each. */
  private static Rollup busyStep() {
    Rollup rollup = new Rollup(0.015);
    Random random = new Random(4);
    for (int t = 0; t < TIMERS; t++) {
      LatencyRecorder recorder =
          new LatencyRecorder(new StepTime(new MockClock(), Duration.ofMinutes(1)));
      for (int i = 0; i < 600; i++) {
        recorder.record((long) (2e7 * Math.exp(0.8 * random.nextGaussian())));
      }
      SeriesKey key =
          new SeriesKey(
              "request_latency_seconds",
              List.of(new Dimension("Environment", "test"), new Dimension("Route", "GET /" + t)),
              StandardUnit.SECONDS);
      recorder.drain(
          Long.MIN_VALUE, (step, samples) -> rollup.distribution(1, List.of(key), samples, 1e9));
    }
    return rollup;
  }

  @Test
  void threeHoursOfAThousandBusyTimersFitIntoTheDefaultLimit() throws IOException {
    try (Journal journal = open(DEFAULT_LIMIT)) {
      busyStep()
          .drain(
              step -> Instant.ofEpochSecond(60 * step),
              new Rollup.Outlet(
                  new MetricSetBudget(TIMERS, Set.of()),
                  (reason, key) -> {},
                  data -> assertThat(journal.write(data)).isPresent(),
                  48,
                  () -> {}));
      long bytes = journal.bytes();
      System.out.println("1,000 busy timers take " + bytes + " bytes of the journal a step.");
      assertThat(bytes)
          .isBetween(100_000L, DEFAULT_LIMIT / 180)
          .isLessThan(1000L * Journal.BYTES_OF_A_BUSY_TIMER);
    }
  }
}
