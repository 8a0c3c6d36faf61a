/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import io.micrometer.cloudwatch2.CloudWatchConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Adapts a plain {@link CloudWatchConfig}: every other setting has its default. */
final class DefaultedConfig implements RunwatchCloudWatchConfig {

  private final CloudWatchConfig config;

  DefaultedConfig(CloudWatchConfig config) {
    this.config = config;
  }

  @Override
  public @Nullable String get(String key) {
    return config.get(key);
  }

  @Override
  public String prefix() {
    return config.prefix();
  }

  @Override
  public String namespace() {
    return config.namespace();
  }

  @Override
  public Duration step() {
    return config.step();
  }

  @Override
  public boolean enabled() {
    return config.enabled();
  }

  @Override
  public int batchSize() {
    return config.batchSize();
  }

  @Override
  public boolean highResolution() {
    return config.highResolution();
  }
}
