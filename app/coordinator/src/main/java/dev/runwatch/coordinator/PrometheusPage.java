/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.common.BuildInfo;
import dev.runwatch.metrics.PageMeters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The page that Prometheus reads, with the catalogue's own names. */
final class PrometheusPage {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  PrometheusPage() {
    registry.config().namingConvention(NamingConvention.identity);
    registry.config().meterFilter(new PageMeters());
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
