/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Settings of tests; a record so that each test changes what it is about. */
record TestConfig(
    Duration step,
    Optional<Path> journalDirectory,
    Duration attemptTimeout,
    Duration closeTimeout,
    int metricSetBudget,
    AmbiguousPolicy ambiguous,
    long journalMaxBytes)
    implements RunwatchCloudWatchConfig {

  static TestConfig minutes() {
    return new TestConfig(
        Duration.ofMinutes(1),
        Optional.empty(),
        Duration.ofSeconds(20),
        Duration.ofSeconds(20),
        100,
        AmbiguousPolicy.RESEND,
        64 << 20);
  }

  TestConfig withStep(Duration s) {
    return new TestConfig(
        s,
        journalDirectory,
        attemptTimeout,
        closeTimeout,
        metricSetBudget,
        ambiguous,
        journalMaxBytes);
  }

  TestConfig withJournal(Path p) {
    return new TestConfig(
        step,
        Optional.of(p),
        attemptTimeout,
        closeTimeout,
        metricSetBudget,
        ambiguous,
        journalMaxBytes);
  }

  TestConfig withBudget(int b) {
    return new TestConfig(
        step, journalDirectory, attemptTimeout, closeTimeout, b, ambiguous, journalMaxBytes);
  }

  TestConfig withTimeouts(Duration attempt, Duration close) {
    return new TestConfig(
        step, journalDirectory, attempt, close, metricSetBudget, ambiguous, journalMaxBytes);
  }

  TestConfig withAmbiguous(AmbiguousPolicy a) {
    return new TestConfig(
        step, journalDirectory, attemptTimeout, closeTimeout, metricSetBudget, a, journalMaxBytes);
  }

  TestConfig withJournalMaxBytes(long b) {
    return new TestConfig(
        step, journalDirectory, attemptTimeout, closeTimeout, metricSetBudget, ambiguous, b);
  }

  @Override
  public String get(String key) {
    return null;
  }

  @Override
  public String namespace() {
    return "Runwatch";
  }

  @Override
  public Duration jitter() {
    return Duration.ZERO;
  }

  @Override
  public Tags publisherMetricsTags() {
    return Tags.of("Environment", "test");
  }

  @Override
  public List<Set<String>> dimensionSets(Meter.Id id) {
    return id.getTag("Route") == null
        ? RunwatchCloudWatchConfig.super.dimensionSets(id)
        : List.of(Set.of("Environment"), Set.of("Environment", "Route"));
  }
}
