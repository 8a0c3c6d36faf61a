/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.common.Namespace;
import dev.runwatch.common.Quoted;
import io.micrometer.cloudwatch2.CloudWatchConfig;
import java.time.Duration;

/** Validates the configuration. */
final class ConfigValidator {

  private static final Duration OLDEST = Duration.ofDays(14);
  private static final long LEAST_JOURNAL = 64 << 10;

  private ConfigValidator() {}

  /**
   * @throws IllegalArgumentException if a setting is out of its range
   */
  static RunwatchCloudWatchConfig checked(CloudWatchConfig given) {
    RunwatchCloudWatchConfig config =
        given instanceof RunwatchCloudWatchConfig own ? own : new DefaultedConfig(given);
    PropertyNames.warn(config);
    String namespace = config.namespace();
    require(Namespace.isLegal(namespace), "namespace", namespace, Namespace.ALLOWED);
    require(
        config.step().toMillis() >= 1000 && config.step().toMillis() % 1000 == 0,
        "step",
        config.step(),
        "whole seconds, at least one");
    atLeast("journalMaxBytes", config.journalMaxBytes(), LEAST_JOURNAL);
    atLeast("memoryMaxBytes", config.memoryMaxBytes(), LEAST_JOURNAL);
    atLeast("metricSetBudget", config.metricSetBudget(), 1);
    require(
        config.maxConcurrency() >= 1 && config.maxConcurrency() <= 64,
        "maxConcurrency",
        config.maxConcurrency(),
        "1 to 64");
    require(
        config.maxAge().compareTo(config.step()) >= 0 && config.maxAge().compareTo(OLDEST) <= 0,
        "maxAge",
        config.maxAge(),
        "one step to 14 days");
    require(
        config.sumPeriod().toMillis() >= config.step().toMillis()
            && config.sumPeriod().toMillis() % config.step().toMillis() == 0,
        "sumPeriod",
        config.sumPeriod(),
        "a multiple of the step");
    require(
        config.percentileError() >= 0.002 && config.percentileError() <= 0.2,
        "percentileError",
        config.percentileError(),
        "0.002 to 0.2");
    notNegative("jitter", config.jitter());
    notNegative("closeTimeout", config.closeTimeout());
    require(
        config.attemptTimeout().toMillis() >= 1,
        "attemptTimeout",
        config.attemptTimeout(),
        "at least 1 ms");
    return config;
  }

  private static void atLeast(String setting, long value, long least) {
    require(value >= least, setting, value, "at least " + least);
  }

  private static void notNegative(String setting, Duration value) {
    require(!value.isNegative(), setting, value, "not negative");
  }

  private static void require(boolean right, String setting, Object value, String allowed) {
    if (!right) {
      throw new IllegalArgumentException(
          setting + "() is " + Quoted.of(String.valueOf(value)) + "; allowed: " + allowed);
    }
  }
}
