/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The outcome of all data at one moment. At every moment {@code recorded = accepted + pending + all
 * of dropped}.
 *
 * @param recorded collected at the end of a step, found in the journal at the start, or refused as
 *     unfit to be sent
 * @param accepted by CloudWatch
 * @param pending in memory and in the journal, including those in flight
 * @param dropped by reason as published; reasons that never occurred are missing
 * @param ambiguous sent again although an earlier attempt may have been accepted: by so many at
 *     most CloudWatch may have more than was recorded
 * @param metricSets distinct names with dimension sets in use
 * @param journalFailures how often the journal could not be written or read; data then wait in
 *     memory
 * @param meterFailures how often a gauge or a function meter was skipped, because its code did not
 *     answer in time or threw
 * @param distributionError the worst relative error of a percentile in the last step collected
 * @param publishLag from the end of the newest accepted step to its acceptance; empty before the
 *     first
 * @param lastSuccessAge since CloudWatch last accepted anything, or since the start
 */
public record DeliveryStats(
    long recorded,
    long accepted,
    long pending,
    Map<String, Long> dropped,
    long ambiguous,
    int metricSets,
    long journalFailures,
    long meterFailures,
    double distributionError,
    Optional<Duration> publishLag,
    Duration lastSuccessAge) {

  public DeliveryStats {
    dropped = Map.copyOf(dropped);
  }

  /** All that was dropped, for whatever reason. */
  public long droppedInAll() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }
}
