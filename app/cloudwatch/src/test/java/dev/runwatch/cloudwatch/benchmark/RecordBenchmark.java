/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.benchmark;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Recorder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Recording one latency. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordBenchmark {

  private Registries.Ours ourRegistry;
  private Registries.Stock stockRegistry;
  private Timer ours;
  private Timer stock;
  private Timer prometheus;
  private Recorder hdr;

  /** Each thread's latencies. */
  @State(Scope.Thread)
  public static class Latencies {
    private long[] nanos;
    private int next;

    @Setup
    public void make() {
      nanos = Registries.latencies(Thread.currentThread().getName().hashCode());
    }

    long next() {
      next = (next + 1) & (nanos.length - 1);
      return nanos[next];
    }
  }

  @Setup
  public void start() {
    ourRegistry = new Registries.Ours(Clock.SYSTEM, new Registries.Accepting());
    stockRegistry = new Registries.Stock(Clock.SYSTEM, new Registries.Accepting());
    ours = ourRegistry.timer("latency", "Environment", "test");
    stock = stockRegistry.timer("latency", "Environment", "test");
    prometheus =
        Timer.builder("latency")
            .publishPercentileHistogram()
            .register(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    hdr = new Recorder(TimeUnit.HOURS.toNanos(1), 2);
  }

  @TearDown
  public void stop() {
    ourRegistry.close();
    stockRegistry.close();
  }

  @Benchmark
  public void ours(Latencies latencies) {
    ours.record(latencies.next(), TimeUnit.NANOSECONDS);
  }

  @Benchmark
  public void stock(Latencies latencies) {
    stock.record(latencies.next(), TimeUnit.NANOSECONDS);
  }

  @Benchmark
  public void prometheusHistogram(Latencies latencies) {
    prometheus.record(latencies.next(), TimeUnit.NANOSECONDS);
  }

  @Benchmark
  public void hdrRecorder(Latencies latencies) {
    hdr.recordValue(latencies.next());
  }
}
