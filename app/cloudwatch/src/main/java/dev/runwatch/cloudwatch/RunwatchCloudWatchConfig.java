/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import static io.micrometer.core.instrument.config.validate.PropertyValidator.getBoolean;
import static io.micrometer.core.instrument.config.validate.PropertyValidator.getDuration;
import static io.micrometer.core.instrument.config.validate.PropertyValidator.getEnum;
import static io.micrometer.core.instrument.config.validate.PropertyValidator.getInteger;
import static io.micrometer.core.instrument.config.validate.PropertyValidator.getString;

import io.micrometer.cloudwatch2.CloudWatchConfig;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings of {@link RunwatchCloudWatchRegistry} beyond Micrometer's own. Each has a default,
 * so that an implementation overrides only what it changes, and a plain {@link CloudWatchConfig}
 * works too. A default is the property of the same name after {@link #prefix()}, such as {@code
 * cloudwatch.metricSetBudget}, if {@link #get} has one. Values are read once, when the registry is
 * created, except those that take a meter's id: those are read once for each meter. Implementations
 * must be safe for use by several threads.
 *
 * <p>From Micrometer: {@link #step()} is the length of a step, aligned to the epoch; below 60 s
 * data have high resolution. {@link #namespace()} is required. With {@link #enabled()} false the
 * registry records and never sends. {@link #batchSize()}, at most 1,000, is the number of data a
 * request.
 */
public interface RunwatchCloudWatchConfig extends CloudWatchConfig {

  /**
   * Settings from properties such as {@code cloudwatch.metricSetBudget=500}. The registry logs a
   * warning for each property with the prefix {@code cloudwatch.} that is no setting.
   *
   * @param properties by their full names; copied
   */
  static RunwatchCloudWatchConfig of(Map<String, String> properties) {
    return new PropertiesConfig(properties);
  }

  /**
   * The sets of tag keys under which a meter is published: one CloudWatch metric for each. What is
   * recorded once is rolled up at the end of a step, exactly. Keys the meter has no tag for are
   * left out. Default: one set, all tags.
   */
  default List<Set<String>> dimensionSets(Meter.Id id) {
    return List.of(id.getTags().stream().map(Tag::getKey).collect(Collectors.toSet()));
  }

  /**
   * What is published for a step in which nothing was recorded. Default: {@link IdlePolicy#ZERO}.
   */
  default IdlePolicy idle(Meter.Id id) {
    return getEnum(this, IdlePolicy.class, "idle").orElse(IdlePolicy.ZERO);
  }

  /** The statistic by which a gauge is read. Default: {@link ReadAs#MAXIMUM}. */
  default ReadAs readAs(Meter.Id id) {
    return ReadAs.MAXIMUM;
  }

  /**
   * The period over which dashboards and alarms sum gauges that are read as {@link ReadAs#SUM}:
   * such a gauge is sampled once in each, at the end of its last step. Default: one minute, or the
   * step if it is longer.
   */
  default Duration sumPeriod() {
    Duration minute = Duration.ofMinutes(1);
    boolean parts = minute.toMillis() % step().toMillis() == 0;
    return getDuration(this, "sumPeriod").orElse(parts ? minute : step());
  }

  /**
   * The tags of the publisher's own metrics, such as {@code Environment=prod}. Default: none, and
   * they are published without dimensions.
   */
  default Tags publisherMetricsTags() {
    return Settings.tags(this, "publisherMetricsTags").orElse(Tags.empty());
  }

  /**
   * The directory in which unsent data wait on disk, such as {@code .runwatch/journal/coordinator}.
   * The registry appends {@code -1}, or the next number that no other process holds. Default:
   * empty; unsent data wait in memory and are lost with the process.
   */
  default Optional<Path> journalDirectory() {
    return Optional.ofNullable(getString(this, "journalDirectory").orElse(null)).map(Path::of);
  }

  /**
   * The maximum size of the journal in bytes; the oldest data are dropped first. Default: 64 MiB.
   */
  default long journalMaxBytes() {
    return Settings.bytes(this, "journalMaxBytes").orElse(64L << 20);
  }

  /**
   * Whether each step is forced to the disk when it is written. Default: false; a written step then
   * survives the death of the process, but possibly not a power cut.
   */
  default boolean journalFsync() {
    return getBoolean(this, "journalFsync").orElse(false);
  }

  /**
   * The age at which unsent data are dropped, from one step to 14 days, the limit of CloudWatch.
   * Default: 24 hours, because older data take two days to become readable.
   */
  default Duration maxAge() {
    return getDuration(this, "maxAge").orElse(Duration.ofHours(24));
  }

  /** The maximum size in bytes of unsent data outside the journal. Default: 16 MiB. */
  default long memoryMaxBytes() {
    return Settings.bytes(this, "memoryMaxBytes").orElse(16L << 20);
  }

  /**
   * The relative error that a percentile of a timer or a summary may have, from 0.002 to 0.2: a
   * smaller one takes more values, and more bytes. Default: 0.015.
   */
  default double percentileError() {
    return Settings.number(this, "percentileError").orElse(0.015);
  }

  /** Whether the publisher's own metrics are published too. Default: true. */
  default boolean publisherMetricsEnabled() {
    return getBoolean(this, "publisherMetricsEnabled").orElse(true);
  }

  /**
   * The maximum number of metrics (name and dimension set); further ones are dropped. Default:
   * 1,000, which costs at most 300 US dollars a month at 0.30 dollars a metric.
   */
  default int metricSetBudget() {
    return getInteger(this, "metricSetBudget").orElse(1000);
  }

  /**
   * The longest delay before sending, so that many instances do not send at once. Default: a sixth
   * of the step, at most 10 s.
   */
  default Duration jitter() {
    Duration sixth = step().dividedBy(6);
    Duration longest = Duration.ofSeconds(10);
    return getDuration(this, "jitter").orElse(sixth.compareTo(longest) > 0 ? longest : sixth);
  }

  /** The time after which an attempt to send counts as ambiguous. Default: 10 s. */
  default Duration attemptTimeout() {
    return getDuration(this, "attemptTimeout").orElse(Duration.ofSeconds(10));
  }

  /** The maximum number of concurrent requests, 1 to 64. Default: 4. */
  default int maxConcurrency() {
    return getInteger(this, "maxConcurrency").orElse(4);
  }

  /** How long {@code close()} may take to send unsent data. Default: 5 s. */
  default Duration closeTimeout() {
    return getDuration(this, "closeTimeout").orElse(Duration.ofSeconds(5));
  }

  /** Whether gauges are sampled once more on close. Default: true. */
  default boolean sampleGaugesOnClose() {
    return getBoolean(this, "sampleGaugesOnClose").orElse(true);
  }

  /** What to do when an attempt may have been accepted. Default: {@link AmbiguousPolicy#RESEND}. */
  default AmbiguousPolicy ambiguous() {
    return getEnum(this, AmbiguousPolicy.class, "ambiguous").orElse(AmbiguousPolicy.RESEND);
  }
}
