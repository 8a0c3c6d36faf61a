/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.runwatch.cloudwatch.RunwatchCloudWatchRegistry;
import dev.runwatch.testing.LocalStack;
import io.micrometer.cloudwatch2.CloudWatchConfig;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** Distributions as another implementation of CloudWatch understands them. */
final class DeliveryOnLocalStackIT {

  private static final int SAMPLES = 5000;
  private static final int TIMERS = 20;

  private final String namespace = "Delivery/" + UUID.randomUUID();

  @Test
  void countSumAndExtremesOfCompressedDistributionsAreReadBackExactly() {
    LocalStack localStack = LocalStack.require();
    Compression compression = new Compression();
    try (CloudWatchAsyncClient client =
        CloudWatchAsyncClient.builder()
            .endpointOverride(localStack.endpoint())
            .region(Region.of(LocalStack.REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .overrideConfiguration(o -> o.addExecutionInterceptor(compression))
            .build()) {
      Instant start = Instant.now().minus(Duration.ofMinutes(2));
      CloudWatchConfig config =
          Map.of(
                  "cloudwatch.namespace", namespace,
                  // LocalStack answers slowly on a loaded machine.
                  "cloudwatch.attemptTimeout", "60s",
                  "cloudwatch.closeTimeout", "120s")
              ::get;
      var registry = new RunwatchCloudWatchRegistry(config, Clock.SYSTEM, client);
      long sum = 0;
      long min = Long.MAX_VALUE;
      long max = 0;
      Random random = new Random(4);
      for (int i = 0; i < SAMPLES; i++) {
        long nanos = (long) (5e7 * Math.exp(random.nextGaussian()));
        for (int t = 0; t < TIMERS; t++) {
          Timer timer = registry.timer("latency_seconds", "Route", "r" + t);
          timer.record(nanos, TimeUnit.NANOSECONDS);
        }
        sum += nanos;
        min = Math.min(min, nanos);
        max = Math.max(max, nanos);
      }
      registry.close();
      assertThat(registry.deliveryStats().pending()).isZero();
      assertThat(registry.deliveryStats().dropped()).isEmpty();
      assertThat(compression.seen).isTrue();
      double exactSum = sum / 1e9;
      double exactMin = min / 1e9;
      double exactMax = max / 1e9;
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                List<Datapoint> points = read(client, start);
                assertThat(points.stream().mapToDouble(Datapoint::sampleCount).sum())
                    .isEqualTo(SAMPLES);
                assertThat(points.stream().mapToDouble(Datapoint::sum).sum())
                    .isCloseTo(exactSum, within(exactSum * 1e-9));
                assertThat(points.stream().mapToDouble(Datapoint::minimum).min())
                    .hasValue(exactMin);
                assertThat(points.stream().mapToDouble(Datapoint::maximum).max())
                    .hasValue(exactMax);
              });
    }
  }

  private List<Datapoint> read(CloudWatchAsyncClient client, Instant start) {
    return client
        .getMetricStatistics(
            r ->
                r.namespace(namespace)
                    .metricName("latency_seconds")
                    .dimensions(Dimension.builder().name("Route").value("r7").build())
                    .startTime(start)
                    .endTime(Instant.now().plus(Duration.ofMinutes(2)))
                    .period(60)
                    .statistics(
                        Statistic.SAMPLE_COUNT,
                        Statistic.SUM,
                        Statistic.MINIMUM,
                        Statistic.MAXIMUM))
        .join()
        .datapoints();
  }

  /** Sees whether a request left compressed. */
  private static final class Compression implements ExecutionInterceptor {
    private volatile boolean seen;

    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      if (context.httpRequest().matchingHeaders("Content-Encoding").contains("gzip")) {
        seen = true;
      }
    }
  }
}
