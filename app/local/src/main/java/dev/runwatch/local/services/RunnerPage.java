/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.services;

import dev.runwatch.metrics.PageMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The metrics of one runner of a rehearsal, as Prometheus reads them. */
final class RunnerPage {

  private final PrometheusMeterRegistry page =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  RunnerPage() {
    page.config().namingConvention(NamingConvention.identity);
    page.config().meterFilter(new PageMeters());
  }

  /** Where a runner records both for this page and for another registry. */
  MeterRegistry beside(MeterRegistry published) {
    CompositeMeterRegistry both = new CompositeMeterRegistry();
    both.add(page);
    both.add(published);
    return both;
  }

  MeterRegistry registry() {
    return page;
  }

  String text() {
    return page.scrape();
  }
}
