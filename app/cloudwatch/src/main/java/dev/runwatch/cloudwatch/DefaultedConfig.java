/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import io.micrometer.cloudwatch2.CloudWatchConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The defaults for somebody who has only Micrometer's own settings. */
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
