/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cloudwatch.fake.FakeCloudWatch;
import io.micrometer.cloudwatch2.CloudWatchConfig;
import io.micrometer.core.instrument.Clock;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/** What the README of this module says is so. */
final class ReadmeTest {

  private static final Path ROOM =
      Path.of(System.getProperty("runwatch.root", "../..")).resolve("app/cloudwatch");

  @Test
  void theExampleWorks() {
    try (FakeCloudWatch cloudWatch = new FakeCloudWatch();
        CloudWatchAsyncClient client = cloudWatch.client()) {
      // The SDK takes seconds for its first request on a busy machine, and close() has five.
      client.putMetricData(request -> request.namespace("Warm/Up").metricData(List.of())).join();
      // example begins
      CloudWatchConfig config = Map.of("cloudwatch.namespace", "Shop")::get;
      var registry = new RunwatchCloudWatchRegistry(config, Clock.SYSTEM, client);

      registry.counter("orders_total").increment();
      registry.timer("checkout_seconds").record(Duration.ofMillis(250));
      registry.gauge("basket_count", 3);

      registry.close(); // sends the open minute
      // example ends
      assertThat(cloudWatch.sum("orders_total")).isEqualTo(1);
      assertThat(cloudWatch.sum("checkout_seconds")).isEqualTo(0.25);
      assertThat(cloudWatch.sum("basket_count")).isEqualTo(3);
    }
  }

  @Test
  void theExampleIsTheReadmes() throws IOException {
    String source =
        Files.readString(ROOM.resolve("src/test/java/dev/runwatch/cloudwatch/ReadmeTest.java"));
    String example =
        source
            .substring(
                source.indexOf("// example begins\n") + "// example begins\n".length(),
                source.indexOf("      // example ends"))
            .stripTrailing()
            .stripIndent();
    assertThat(Files.readString(ROOM.resolve("README.md"))).contains(example.strip());
  }

  @Test
  void everySettingIsInTheTable() throws IOException {
    String readme = Files.readString(ROOM.resolve("README.md"));
    for (Method setting : RunwatchCloudWatchConfig.class.getDeclaredMethods()) {
      if (!setting.isSynthetic() && !Modifier.isStatic(setting.getModifiers())) {
        assertThat(readme).contains("| `" + setting.getName() + "` |");
      }
    }
  }
}
