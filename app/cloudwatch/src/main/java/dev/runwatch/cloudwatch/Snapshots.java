/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.recording.Distribution;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;

/** Micrometer's view of a distribution. */
final class Snapshots {

  private Snapshots() {}

  /**
   * A snapshot in the unit of recording.
   *
   * @param complete the last complete step: count, sum and maximum, as step meters show them
   * @param recent the last complete step and the open one: percentiles and bucket counts, as
   *     Micrometer's rolling histograms show them
   */
  static HistogramSnapshot of(
      Distribution complete, Distribution recent, DistributionStatisticConfig statistics) {
    double[] asked = statistics.getPercentiles();
    double[] percentiles = asked == null ? new double[0] : asked;
    ValueAtPercentile[] values = new ValueAtPercentile[percentiles.length];
    for (int i = 0; i < percentiles.length; i++) {
      long rank = Math.max(1, (long) Math.ceil(percentiles[i] * recent.count()));
      values[i] = new ValueAtPercentile(percentiles[i], recent.ranked(rank));
    }
    return new HistogramSnapshot(
        complete.count(),
        complete.sum(),
        complete.max(),
        values,
        bucketCounts(recent, statistics),
        null);
  }

  private static CountAtBucket[] bucketCounts(
      Distribution recent, DistributionStatisticConfig statistics) {
    return statistics.getHistogramBuckets(true).stream()
        .map(bound -> new CountAtBucket(bound, (double) recent.countUpTo(bound)))
        .toArray(CountAtBucket[]::new);
  }
}
