/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.benchmark;

import com.sun.management.OperatingSystemMXBean;
import dev.runwatch.cloudwatch.fake.FakeCloudWatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/**
 * What it takes to flush 1,000 busy timers: processor time, data, requests, and bytes on the wire.
 */
public final class FlushReport {

  private static final int TIMERS = 1000;
  private static final int SAMPLES = 600;
  private static final int ROUNDS = 12;
  private static final int WARM = 5;

  private FlushReport() {}

  /**
   * @param args none
   */
  public static void main(String[] args) throws Exception {
    cpu(true);
    cpu(false);
    wire(true);
    wire(false);
    System.exit(0);
  }

  private static void cpu(boolean ours) {
    MockClock clock = new MockClock();
    MeterRegistry registry = registry(ours, clock, new Registries.Accepting());
    List<Timer> timers = timers(registry);
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long spent = 0;
    for (int round = 0; round < ROUNDS; round++) {
      record(timers);
      clock.add(Duration.ofMinutes(1));
      System.gc();
      long before = system.getProcessCpuTime();
      flush(registry);
      if (round >= WARM) {
        spent += system.getProcessCpuTime() - before;
      }
    }
    System.out.printf(
        "%s: %.1f ms of processor time a flush, without sending%n",
        name(ours), spent / 1e6 / (ROUNDS - WARM));
    registry.close();
  }

  private static void wire(boolean ours) throws Exception {
    try (FakeCloudWatch cloudWatch = new FakeCloudWatch();
        CloudWatchAsyncClient client = cloudWatch.client()) {
      MockClock clock = new MockClock();
      MeterRegistry registry = registry(ours, clock, client);
      record(timers(registry));
      clock.add(Duration.ofMinutes(1));
      flush(registry);
      TimeUnit.SECONDS.sleep(5);
      var requests = cloudWatch.requests();
      System.out.printf(
          "%s: %d metrics, %d data, %d requests, %,d bytes, %,d on the wire%n",
          name(ours),
          cloudWatch.stored().stream().map(d -> d.name() + d.dimensions()).distinct().count(),
          cloudWatch.stored().size(),
          requests.size(),
          requests.stream().mapToLong(FakeCloudWatch.Request::bytes).sum(),
          requests.stream().mapToLong(FakeCloudWatch.Request::wireBytes).sum());
      registry.close();
    }
  }

  private static MeterRegistry registry(
      boolean ours, MockClock clock, CloudWatchAsyncClient client) {
    return ours ? new Registries.Ours(clock, client) : new Registries.Stock(clock, client);
  }

  private static void flush(MeterRegistry registry) {
    if (registry instanceof Registries.Ours ours) {
      ours.flush();
    } else {
      ((Registries.Stock) registry).flush();
    }
  }

  private static List<Timer> timers(MeterRegistry registry) {
    List<Timer> timers = new ArrayList<>();
    for (int i = 0; i < TIMERS; i++) {
      timers.add(
          registry.timer(
              "request_latency_seconds", "Environment", "test", "Route", "GET /route/" + i));
    }
    return timers;
  }

  private static void record(List<Timer> timers) {
    long[] latencies = Registries.latencies(1);
    int n = 0;
    for (Timer timer : timers) {
      for (int i = 0; i < SAMPLES; i++) {
        timer.record(latencies[n++ & (latencies.length - 1)], TimeUnit.NANOSECONDS);
      }
    }
  }

  private static String name(boolean ours) {
    return ours ? "ours" : "stock";
  }
}
