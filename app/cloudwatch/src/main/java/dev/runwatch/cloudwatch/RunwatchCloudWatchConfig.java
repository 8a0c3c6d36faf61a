/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import io.micrometer.cloudwatch2.CloudWatchConfig;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings of {@link RunwatchCloudWatchRegistry} beyond Micrometer's own. Each has a default,
 * so that an implementation overrides what it means to change and a plain {@link CloudWatchConfig}
 * works too. Values are read once, when the registry is made, except those that take a meter's id:
 * they are asked once for each meter. Implementations must be safe for use by several threads.
 *
 * <p>From Micrometer: {@link #step()} is the length of a step, aligned to the epoch; below 60 s
 * data are stored in high resolution. {@link #namespace()} is required. {@link #enabled()} false
 * makes a registry that records and never sends. {@link #batchSize()}, at most 1,000, is the number
 * of data a request.
 */
public interface RunwatchCloudWatchConfig extends CloudWatchConfig {

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
    return IdlePolicy.ZERO;
  }

  /** By which statistic a gauge is read. Default: {@link ReadAs#MAXIMUM}. */
  default ReadAs readAs(Meter.Id id) {
    return ReadAs.MAXIMUM;
  }

  /**
   * The tags of the publisher's own account, such as {@code Environment=prod}. Default: none, and
   * the account is published without dimensions.
   */
  default Tags accountTags() {
    return Tags.empty();
  }

  /**
   * Where steps wait on disk until CloudWatch has accepted them, such as {@code
   * .runwatch/journal/coordinator}; the registry adds {@code -1}, or the next number that no other
   * process holds. Default: empty, they wait in memory and do not survive the process.
   */
  default Optional<Path> journalDirectory() {
    return Optional.empty();
  }

  /** The most bytes the journal takes on disk; the oldest data go first. Default: 64 MiB. */
  default long journalMaxBytes() {
    return 64L << 20;
  }

  /**
   * Whether each step is forced to the disk as it is written. Default: false: what is written
   * survives the death of the process, but the last half minute may not survive a power cut.
   */
  default boolean journalFsync() {
    return false;
  }

  /**
   * The age at which unsent data are given up, from 1 step to 14 days, which is what CloudWatch
   * takes. Default: 24 hours, since older data take two days to become readable.
   */
  default Duration maxAge() {
    return Duration.ofHours(24);
  }

  /** The most bytes of unsent data in memory when there is no usable journal. Default: 16 MiB. */
  default long memoryMaxBytes() {
    return 16L << 20;
  }

  /** The most metrics (name and dimension set) to publish; more are dropped. Default: 100. */
  default int metricSetBudget() {
    return 100;
  }

  /**
   * The longest time by which sending is put off, so that many instances do not send at once.
   * Default: a sixth of the step, at most 10 s.
   */
  default Duration jitter() {
    Duration sixth = step().dividedBy(6);
    return sixth.compareTo(Duration.ofSeconds(10)) > 0 ? Duration.ofSeconds(10) : sixth;
  }

  /** After how long an attempt to send counts as ambiguous. Default: 10 s. */
  default Duration attemptTimeout() {
    return Duration.ofSeconds(10);
  }

  /** The most requests under way at once, 1 to 64. Default: 4. */
  default int maxConcurrency() {
    return 4;
  }

  /** How long {@code close()} may take to send what is left. Default: 5 s. */
  default Duration closeTimeout() {
    return Duration.ofSeconds(5);
  }

  /** Whether gauges are sampled once more when the registry is closed. Default: true. */
  default boolean sampleGaugesOnClose() {
    return true;
  }

  /** What to do when an attempt may have been accepted. Default: {@link AmbiguousPolicy#RESEND}. */
  default AmbiguousPolicy ambiguous() {
    return AmbiguousPolicy.RESEND;
  }
}
