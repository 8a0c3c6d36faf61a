/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.telemetry;

import dev.runwatch.cloudwatch.IdlePolicy;
import dev.runwatch.cloudwatch.ReadAs;
import dev.runwatch.cloudwatch.RunwatchCloudWatchConfig;
import dev.runwatch.cloudwatch.RunwatchCloudWatchRegistry;
import dev.runwatch.metrics.Environment;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import dev.runwatch.metrics.MetricSpec.Idle;
import dev.runwatch.metrics.MetricSpec.Publisher;
import dev.runwatch.metrics.PublishedSteps;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/**
 * The registry of one service, configured by the metric catalogue: it publishes to CloudWatch, or
 * nowhere. Safe for use by many threads.
 */
public final class ServiceTelemetry implements AutoCloseable {

  private final MeterRegistry registry;
  private final MeterBinder account;
  private final PublishedSteps steps;

  private ServiceTelemetry(MeterRegistry registry, MeterBinder account, PublishedSteps steps) {
    this.registry = registry;
    this.account = account;
    this.steps = steps;
  }

  /** Publishes nowhere: what a service records is on its own page only. */
  public static ServiceTelemetry unpublished() {
    return new ServiceTelemetry(new CompositeMeterRegistry(), page -> {}, PublishedSteps.NONE);
  }

  /**
   * Starts to publish to CloudWatch, until it is closed.
   *
   * @param role whose metrics they are; names the journal too
   * @param step how often is published; below a minute with high resolution
   * @param dataDir the folder in which the journal's folder is made
   * @param client stays the caller's
   */
  public static ServiceTelemetry open(
      Publisher role,
      Environment environment,
      String namespace,
      Duration step,
      Path dataDir,
      CloudWatchAsyncClient client) {
    Duration minute = Duration.ofMinutes(1);
    Duration sums = step.compareTo(minute) > 0 ? step : minute;
    return open(new Config(namespace, step, sums, journal(dataDir, role), environment), client);
  }

  /**
   * Opens the telemetry of a rehearsal, whose minute has another length.
   *
   * @param minute the length of a step, and of a period of dashboards and alarms
   * @see #open(Publisher, Environment, String, Duration, Path, CloudWatchAsyncClient)
   */
  public static ServiceTelemetry rehearse(
      Publisher role,
      Environment environment,
      String namespace,
      Duration minute,
      Path dataDir,
      CloudWatchAsyncClient client) {
    return open(new Config(namespace, minute, minute, journal(dataDir, role), environment), client);
  }

  private static ServiceTelemetry open(Config config, CloudWatchAsyncClient client) {
    RunwatchCloudWatchRegistry registry =
        new RunwatchCloudWatchRegistry(config, Clock.SYSTEM, client);
    return new ServiceTelemetry(
        registry,
        registry.publisherMetrics(),
        new JournalledSteps(
            registry, Tags.of(MetricCatalogue.ENVIRONMENT, config.environment.name())));
  }

  private static Path journal(Path dataDir, Publisher role) {
    return dataDir.resolve("journal").resolve(role.name().toLowerCase(Locale.ROOT));
  }

  /**
   * The same telemetry, recorded into another registry as well, which gets the account of the
   * publisher to CloudWatch too.
   *
   * @param other is closed with it
   */
  public ServiceTelemetry andTo(MeterRegistry other) {
    CompositeMeterRegistry both = new CompositeMeterRegistry();
    both.add(registry);
    both.add(other);
    account.bindTo(other);
    return new ServiceTelemetry(both, account, steps);
  }

  /** Where the service records. */
  public MeterRegistry registry() {
    return registry;
  }

  /** The steps in which counts are published that the service keeps itself. */
  public PublishedSteps steps() {
    return steps;
  }

  /** The publisher's own account, for the page of another registry. */
  public MeterBinder account() {
    return account;
  }

  @Override
  public void close() {
    registry.close();
  }

  private record Config(
      String namespace,
      Duration step,
      Duration sumPeriod,
      Path journalFolder,
      Environment environment)
      implements RunwatchCloudWatchConfig {

    @Override
    public @Nullable String get(String key) {
      return null;
    }

    @Override
    public List<Set<String>> dimensionSets(Meter.Id id) {
      return MetricCatalogue.find(id.getName())
          .map(MetricSpec::dimensionSets)
          .orElseGet(() -> RunwatchCloudWatchConfig.super.dimensionSets(id));
    }

    @Override
    public IdlePolicy idle(Meter.Id id) {
      return MetricCatalogue.find(id.getName())
          .map(spec -> spec.idle() == Idle.ZERO ? IdlePolicy.ZERO : IdlePolicy.SILENT)
          .orElse(IdlePolicy.SILENT);
    }

    @Override
    public ReadAs readAs(Meter.Id id) {
      return MetricCatalogue.find(id.getName())
          .filter(spec -> spec.defaultStatistic().equals("Sum"))
          .map(spec -> ReadAs.SUM)
          .orElse(ReadAs.MAXIMUM);
    }

    @Override
    public Tags publisherMetricsTags() {
      return Tags.of(MetricCatalogue.ENVIRONMENT, environment.name());
    }

    @Override
    public int metricSetBudget() {
      // A service publishes fewer than 60; more than this would be a faulty tag.
      return 100;
    }

    @Override
    public boolean sampleGaugesOnClose() {
      // What they read is closed by then, and a last sample would tell of the stop, not of the
      // step.
      return false;
    }

    @Override
    public Optional<Path> journalDirectory() {
      return Optional.of(journalFolder);
    }
  }
}
