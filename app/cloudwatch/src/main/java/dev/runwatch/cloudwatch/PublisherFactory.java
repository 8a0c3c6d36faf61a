/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.delivery.BatchPacker;
import dev.runwatch.cloudwatch.internal.delivery.DeliveryCounters;
import dev.runwatch.cloudwatch.internal.delivery.DeliveryQueue;
import dev.runwatch.cloudwatch.internal.delivery.RequestSize;
import dev.runwatch.cloudwatch.internal.delivery.Sender;
import dev.runwatch.cloudwatch.internal.journal.Journal;
import dev.runwatch.cloudwatch.internal.publishing.Publisher;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import dev.runwatch.cloudwatch.internal.series.DropReason;
import dev.runwatch.cloudwatch.internal.series.MetricSetBudget;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/** Creates a publisher from a configuration. */
final class PublisherFactory {

  private static final Logger LOG = LoggerFactory.getLogger(PublisherFactory.class);

  private PublisherFactory() {}

  static Publisher publisher(
      RunwatchCloudWatchConfig config, StepTime time, CloudWatchAsyncClient client) {
    RandomGenerator random = RandomGenerator.getDefault();
    DeliveryCounters counters = new DeliveryCounters(time.monotonicNanos());
    boolean fine = config.highResolution();
    Sender sender = new Sender(client, config.namespace(), fine, config.attemptTimeout());
    RequestSize sizes = RequestSize.of(config.namespace(), fine);
    Journal journal = config.enabled() ? journal(config, target(config, client)) : null;
    DeliveryQueue queue =
        new DeliveryQueue(
            new DeliveryQueue.Settings(
                config.maxAge(),
                config.memoryMaxBytes(),
                config.maxConcurrency(),
                config.ambiguous() == AmbiguousPolicy.RESEND),
            time,
            new BatchPacker(config.batchSize(), mostBytes(journal), sizes),
            sender,
            counters,
            journal,
            random);
    if (journal != null) {
      journal.recover(queue::adopt);
      for (int i = 0; i < journal.damaged(); i++) {
        counters.refused(DropReason.DAMAGED);
      }
    }
    Duration jitter = jitter(config);
    return new Publisher(
        new Publisher.Settings(
            jitter,
            config.closeTimeout(),
            config.sumPeriod(),
            config.sampleGaugesOnClose(),
            config.percentileError(),
            // A forced journal is flushed once for each collection.
            config.journalFsync() ? Duration.ZERO : jitter.dividedBy(2)),
        time,
        queue,
        counters,
        journal,
        new MetricSetBudget(config.metricSetBudget(), PublisherMetrics.NAMES));
  }

  // A batch must fit into the smallest journal. Several of them share a request.
  private static long mostBytes(@Nullable Journal journal) {
    return journal == null
        ? BatchPacker.MOST_BYTES
        : Math.min(BatchPacker.MOST_BYTES, journal.longestPayload());
  }

  // What data in the journal are meant for: they are sent there and nowhere else.
  private static String target(RunwatchCloudWatchConfig config, CloudWatchAsyncClient client) {
    String place = "";
    try {
      var service = client.serviceClientConfiguration();
      String host = service.endpointOverride().map(URI::getHost).orElse("");
      place = service.region() + " " + host;
    } catch (UnsupportedOperationException e) {
      LOG.debug("The client does not say where it sends.", e);
    }
    return String.join(
        " ",
        place,
        config.namespace(),
        String.valueOf(config.publisherMetricsTags().stream().toList()));
  }

  // One delay for the life of the publisher: its requests stay a step apart, and its lag is steady.
  private static Duration jitter(RunwatchCloudWatchConfig config) {
    long most = config.jitter().toMillis();
    long least = most / 10;
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(least, most + 1));
  }

  private static @Nullable Journal journal(RunwatchCloudWatchConfig config, String target) {
    Path base = config.journalDirectory().orElse(null);
    if (base == null) {
      return null;
    }
    try {
      Journal journal = Journal.open(base, config.journalMaxBytes(), config.journalFsync(), target);
      LOG.info(
          "Unsent data are kept in {}, up to {} bytes: those of 1,000 busy timers for {}.",
          journal.directory(),
          config.journalMaxBytes(),
          journalTime(config));
      return journal;
    } catch (IOException e) {
      LOG.warn(
          "The journal cannot be opened: {}. Unsent data wait in memory and are lost when the process"
              + " ends.",
          e.toString());
      return null;
    }
  }

  /** How long the journal holds the data of 1,000 timers with 600 samples in each step. */
  static Duration journalTime(RunwatchCloudWatchConfig config) {
    long steps = config.journalMaxBytes() / (1000L * Journal.BYTES_OF_A_BUSY_TIMER);
    return Duration.ofMinutes(config.step().multipliedBy(steps).toMinutes());
  }
}
