/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.recording.Distribution;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;

/** Micrometer's view of a distribution. */
final class Snapshots {

  private Snapshots() {}

  /** With the percentiles that were asked for, if any, in the unit of recording. */
  static HistogramSnapshot of(Distribution distribution, DistributionStatisticConfig statistics) {
    double[] asked = statistics.getPercentiles();
    double[] percentiles = asked == null ? new double[0] : asked;
    ValueAtPercentile[] values = new ValueAtPercentile[percentiles.length];
    for (int i = 0; i < percentiles.length; i++) {
      long rank = Math.max(1, (long) Math.ceil(percentiles[i] * distribution.count()));
      values[i] = new ValueAtPercentile(percentiles[i], distribution.ranked(rank));
    }
    return new HistogramSnapshot(
        distribution.count(), distribution.sum(), distribution.max(), values, null, null);
  }
}
