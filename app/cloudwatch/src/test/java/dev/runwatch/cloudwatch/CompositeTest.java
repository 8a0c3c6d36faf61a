/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cloudwatch.fake.FakeCloudWatch;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.registry.otlp.AggregationTemporality;
import io.micrometer.registry.otlp.HistogramFlavor;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** This registry and the one for CloudWatch's OTLP endpoint side by side. */
final class CompositeTest {

  @Test
  void whatIsRecordedOnceArrivesByPutMetricDataAndByOtlp() {
    List<OtlpMetricsSender.Request> sent = new CopyOnWriteArrayList<>();
    try (FakeCloudWatch cloudWatch = new FakeCloudWatch()) {
      var client = cloudWatch.client();
      MeterRegistry putMetricData =
          new RunwatchCloudWatchRegistry(TestConfig.minutes(), Clock.SYSTEM, client);
      // CloudWatch's endpoint wants deltas, and a signed request: that is what the sender is for.
      MeterRegistry otlp = OtlpMeterRegistry.builder(new Deltas()).metricsSender(sent::add).build();
      CompositeMeterRegistry registry = new CompositeMeterRegistry();
      registry.add(putMetricData);
      registry.add(otlp);
      registry.counter("orders_total").increment(3);
      registry.timer("checkout_seconds").record(Duration.ofMillis(250));
      registry.close();
      assertThat(cloudWatch.sum("orders_total")).isEqualTo(3);
      assertThat(cloudWatch.sum("checkout_seconds")).isEqualTo(0.25);
      assertThat(sent)
          .extracting(request -> new String(request.getMetricsData(), StandardCharsets.ISO_8859_1))
          .anyMatch(body -> body.contains("orders_total") && body.contains("checkout_seconds"));
      assertThat(sent.get(0).getAddress()).startsWith("https://monitoring.");
      CompletableFuture.runAsync(client::close);
    }
  }

  private static final class Deltas implements OtlpConfig {
    @Override
    public String get(String key) {
      return null;
    }

    @Override
    public String url() {
      return "https://monitoring.eu-central-1.amazonaws.com/v1/metrics";
    }

    @Override
    public AggregationTemporality aggregationTemporality() {
      return AggregationTemporality.DELTA;
    }

    @Override
    public HistogramFlavor histogramFlavor() {
      return HistogramFlavor.BASE2_EXPONENTIAL_BUCKET_HISTOGRAM;
    }
  }
}
