/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings from properties that are all known. Immutable. */
final class PropertiesConfig implements RunwatchCloudWatchConfig {

  private final Map<String, String> properties;

  PropertiesConfig(Map<String, String> properties) {
    this.properties = Map.copyOf(properties);
  }

  @Override
  public @Nullable String get(String key) {
    return properties.get(key);
  }

  /** The names of the properties, with the prefix. */
  Set<String> names() {
    return properties.keySet();
  }
}
