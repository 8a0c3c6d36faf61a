/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import io.micrometer.core.instrument.Meter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Settings of tests, from properties, as a user would write them. */
record TestConfig(Map<String, String> properties) implements RunwatchCloudWatchConfig {

  static TestConfig minutes() {
    return new TestConfig(Map.of())
        .with("namespace", "Runwatch")
        .with("step", "1m")
        .with("jitter", "0s")
        .with("publisherMetricsTags", "Environment=test")
        .with("metricSetBudget", "100")
        .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));
  }

  TestConfig with(String setting, String value) {
    Map<String, String> changed = new HashMap<>(properties);
    changed.put("cloudwatch." + setting, value);
    return new TestConfig(Map.copyOf(changed));
  }

  TestConfig withStep(Duration s) {
    return with("step", s.toSeconds() + "s");
  }

  TestConfig withJournal(Path p) {
    return with("journalDirectory", p.toString());
  }

  TestConfig withBudget(int b) {
    return with("metricSetBudget", String.valueOf(b));
  }

  TestConfig withTimeouts(Duration attempt, Duration close) {
    return with("attemptTimeout", attempt.toMillis() + "ms")
        .with("closeTimeout", close.toMillis() + "ms");
  }

  TestConfig withAmbiguous(AmbiguousPolicy a) {
    return with("ambiguous", a.name());
  }

  @Override
  public String get(String key) {
    return properties.get(key);
  }

  @Override
  public ReadAs readAs(Meter.Id id) {
    return id.getName().startsWith("slots") ? ReadAs.SUM : ReadAs.MAXIMUM;
  }

  @Override
  public List<Set<String>> dimensionSets(Meter.Id id) {
    return id.getTag("Route") == null
        ? RunwatchCloudWatchConfig.super.dimensionSets(id)
        : List.of(Set.of("Environment"), Set.of("Environment", "Route"));
  }
}
