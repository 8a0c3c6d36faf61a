/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.common.BuildInfo;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.stream.DoubleStream;

/** The page that Prometheus reads, with the catalogue's own names. */
final class PrometheusPage {

  /** Upper bounds in nanoseconds: an answer from the store takes milliseconds, a stuck one more. */
  private static final double[] BUCKETS =
      DoubleStream.of(1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
          .map(millis -> millis * 1_000_000)
          .toArray();

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  PrometheusPage() {
    registry.config().namingConvention(NamingConvention.identity);
    registry
        .config()
        .meterFilter(
            new MeterFilter() {
              @Override
              public DistributionStatisticConfig configure(
                  Meter.Id id, DistributionStatisticConfig config) {
                return DistributionStatisticConfig.builder()
                    .serviceLevelObjectives(BUCKETS)
                    .build()
                    .merge(config);
              }
            });
    BuildInfo build = BuildInfo.current();
    Gauge.builder("runwatch_build_info", () -> 1)
        .description("Always 1; its labels are the version and the commit of the coordinator")
        .tags("version", build.version(), "commit", build.commit())
        .register(registry);
  }

  MeterRegistry registry() {
    return registry;
  }

  String text() {
    return registry.scrape();
  }
}
