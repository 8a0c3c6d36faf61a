/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.benchmark;

import dev.runwatch.cloudwatch.RunwatchCloudWatchConfig;
import dev.runwatch.cloudwatch.RunwatchCloudWatchRegistry;
import io.micrometer.cloudwatch2.CloudWatchConfig;
import io.micrometer.cloudwatch2.CloudWatchMeterRegistry;
import io.micrometer.core.instrument.Clock;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/** What is compared, with a client that accepts at once. */
final class Registries {

  private Registries() {}

  static final class Ours extends RunwatchCloudWatchRegistry {
    Ours(Clock clock, CloudWatchAsyncClient client) {
      super(new OurConfig(), clock, client);
    }

    void flush() {
      publish();
    }
  }

  static final class Stock extends CloudWatchMeterRegistry {
    Stock(Clock clock, CloudWatchAsyncClient client) {
      super(new StockConfig(), clock, client);
    }

    void flush() {
      publish();
    }
  }

  private static final class OurConfig implements RunwatchCloudWatchConfig {
    @Override
    public String get(String key) {
      return null;
    }

    @Override
    public String namespace() {
      return "Benchmark";
    }

    @Override
    public java.time.Duration jitter() {
      return java.time.Duration.ZERO;
    }

    @Override
    public int metricSetBudget() {
      return 100_000;
    }
  }

  private static final class StockConfig implements CloudWatchConfig {
    @Override
    public String get(String key) {
      return null;
    }

    @Override
    public String namespace() {
      return "Benchmark";
    }
  }

  static final class Accepting implements CloudWatchAsyncClient {
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

  /** Latencies in nanoseconds around 20 ms, most of them between 4 and 100 ms. */
  static long[] latencies(long seed) {
    Random random = new Random(seed);
    return random
        .longs(4096)
        .map(x -> (long) (2e7 * Math.exp(0.8 * random.nextGaussian())))
        .toArray();
  }
}
