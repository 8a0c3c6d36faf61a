/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.stackdriver;

import com.google.auth.oauth2.GoogleCredentials;
import dev.runwatch.metrics.PageMeters;
import dev.runwatch.stackdriver.Connection.CredentialsSource;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A registry whose meters are published to Google Cloud Monitoring, if the catalogue has them,
 * until it is closed. Counts and distributions are cumulative: what could not be sent arrives with
 * the next point. Gauges of that time are lost. Safe for use by many threads.
 */
public final class CloudMonitoringRegistry extends SimpleMeterRegistry implements AutoCloseable {

  /** Longer than a process lives, so that distributions never forget. */
  private static final Duration EVER = Duration.ofDays(1825);

  private final Publication publication;

  private CloudMonitoringRegistry(CloudMonitoringSettings settings, CredentialsSource source) {
    super(SimpleConfig.DEFAULT, Clock.SYSTEM);
    config().meterFilter(new PageMeters()).meterFilter(new Cumulative());
    publication = new Publication(this::getMeters, settings, source, InstantSource.system());
  }

  /**
   * Starts to publish with the application's default credentials. Never waits and never fails: a
   * warning is logged when metrics stop to arrive, with the reason, and when they arrive again.
   */
  public static CloudMonitoringRegistry start(CloudMonitoringSettings settings) {
    return start(settings, GoogleCredentials::getApplicationDefault);
  }

  static CloudMonitoringRegistry start(CloudMonitoringSettings settings, CredentialsSource source) {
    CloudMonitoringRegistry registry = new CloudMonitoringRegistry(settings, source);
    registry.publication.start();
    return registry;
  }

  /** Publishes now, on the publishing thread; for tests. */
  void publish() {
    publication.now();
  }

  /** Publishes the counts and distributions once more; waits for it a few seconds at most. */
  @Override
  public void close() {
    if (!isClosed()) {
      publication.close();
      super.close();
    }
  }

  /** Distributions from the start of the process on. */
  private static final class Cumulative implements MeterFilter {

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
      return DistributionStatisticConfig.builder()
          .expiry(EVER)
          .bufferLength(1)
          .build()
          .merge(config);
    }
  }
}
