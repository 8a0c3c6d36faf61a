/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PageMetersTest {

  private final PageMeters page = new PageMeters();

  private static Meter.Id id(String name, @Nullable String description) {
    return new Meter.Id(
        name, Tags.of("Environment", "test"), "seconds", description, Meter.Type.TIMER);
  }

  private double[] seconds(String name) {
    DistributionStatisticConfig config =
        page.configure(id(name, null), DistributionStatisticConfig.DEFAULT);
    double[] bounds = config.getServiceLevelObjectiveBoundaries();
    assertThat(bounds).isNotNull().isSorted();
    return Arrays.stream(bounds).map(it -> it / Duration.ofSeconds(1).toNanos()).toArray();
  }

  @Test
  void aMeterOfTheCatalogueHasItsMeaningAsDescription() {
    Meter.Id mapped = page.map(id("run_wait_seconds", null));
    assertThat(mapped.getDescription())
        .isEqualTo(MetricCatalogue.find("run_wait_seconds").orElseThrow().meaning());
    assertThat(mapped.getTags()).isEqualTo(id("run_wait_seconds", null).getTags());
    assertThat(mapped.getBaseUnit()).isEqualTo("seconds");
  }

  @Test
  void aDescriptionThatIsThereStaysAndAnUnknownMeterHasNone() {
    assertThat(page.map(id("run_wait_seconds", "mine")).getDescription()).isEqualTo("mine");
    assertThat(page.map(id("jvm_memory_used_bytes", null)).getDescription()).isNull();
  }

  @Test
  void theBucketsOfEachHistogramSpanTheTimesThatItMeasures() {
    assertThat(seconds("request_latency_seconds")).startsWith(0.001).endsWith(10);
    assertThat(seconds("run_wait_seconds")).startsWith(0.01).contains(900).endsWith(3600);
    assertThat(seconds("run_duration_seconds")).startsWith(0.1).endsWith(86_400);
  }

  @Test
  void otherSettingsOfADistributionStay() {
    DistributionStatisticConfig given =
        DistributionStatisticConfig.builder()
            .expiry(Duration.ofMinutes(7))
            .build()
            .merge(DistributionStatisticConfig.DEFAULT);
    assertThat(page.configure(id("run_wait_seconds", null), given).getExpiry())
        .isEqualTo(Duration.ofMinutes(7));
  }
}
