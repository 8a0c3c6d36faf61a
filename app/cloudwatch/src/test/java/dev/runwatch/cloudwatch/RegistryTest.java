/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.cloudwatch.fake.FakeCloudWatch;
import dev.runwatch.cloudwatch.fake.Stored;
import io.micrometer.core.instrument.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

final class RegistryTest {

  private final FakeCloudWatch cloudWatch = new FakeCloudWatch();
  private final CloudWatchAsyncClient client = cloudWatch.client();

  @AfterEach
  void close() {
    client.close();
    cloudWatch.close();
  }

  @Test
  void metersArePublishedUnderTheirOwnNamesWithTheirUnits() {
    var config = TestConfig.minutes().withStep(Duration.ofSeconds(1));
    var registry = new RunwatchCloudWatchRegistry(config, Clock.SYSTEM, client);
    registry.counter("runs_created_total", "Environment", "test").increment(3);
    registry
        .timer("request_latency_seconds", "Environment", "test", "Route", "GET /runs")
        .record(Duration.ofMillis(250));
    registry.gauge("runs_pending_count", 7);
    await().untilAsserted(() -> assertThat(cloudWatch.stored("runs_pending_count")).isNotEmpty());
    registry.close();
    assertThat(cloudWatch.sum("runs_created_total")).isEqualTo(3);
    assertThat(cloudWatch.stored("runs_created_total").get(0))
        .returns("Count", Stored::unit)
        .returns(1, Stored::resolution)
        .returns(Map.of("Environment", "test"), Stored::dimensions);
    assertThat(cloudWatch.stored("request_latency_seconds"))
        .allMatch(d -> d.unit().equals("Seconds") && !d.single() && d.sum() == 0.25)
        .extracting(Stored::dimensions)
        .containsExactlyInAnyOrder(
            Map.of("Environment", "test"), Map.of("Environment", "test", "Route", "GET /runs"));
  }
}
