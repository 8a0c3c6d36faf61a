/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.publishing.CollectionPass;
import dev.runwatch.cloudwatch.internal.publishing.Collector;
import dev.runwatch.cloudwatch.internal.series.Datum;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.internal.DefaultLongTaskTimer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The tasks that are running at the end of a step, published as the distribution of how long they
 * have been: SampleCount is how many there are. Nothing is published while none is running.
 */
final class PublishedLongTaskTimer extends DefaultLongTaskTimer implements Collector {

  private final MeterTarget target;

  PublishedLongTaskTimer(
      Id id, Clock clock, DistributionStatisticConfig statistics, MeterTarget target) {
    super(id, clock, TimeUnit.SECONDS, statistics, false);
    this.target = target;
  }

  @Override
  public void collect(CollectionPass pass) {
    if (pass.sampled().isEmpty()) {
      return;
    }
    double[][] active = {new double[16]};
    int[] size = {0};
    forEachActive(
        task -> {
          if (size[0] == active[0].length) {
            active[0] = Arrays.copyOf(active[0], 2 * size[0]);
          }
          active[0][size[0]++] = task.duration(TimeUnit.SECONDS);
        });
    double[] durations = Arrays.copyOf(active[0], size[0]);
    Arrays.sort(durations);
    publish(pass, durations);
  }

  // As many neighbours to a value as it takes to fit into one datum, as their mean: the sum stays
  // exact.
  private void publish(CollectionPass pass, double[] durations) {
    if (durations.length == 0) {
      return;
    }
    int each = (durations.length + Datum.MOST_VALUES - 1) / Datum.MOST_VALUES;
    int groups = (durations.length + each - 1) / each;
    double[] values = new double[groups];
    double[] counts = new double[groups];
    for (int i = 0; i < durations.length; i++) {
      values[i / each] += durations[i];
      counts[i / each]++;
    }
    for (int g = 0; g < groups; g++) {
      values[g] /= counts[g];
    }
    pass.rollup().values(pass.sampled().getAsLong(), target.keys(), values, counts);
  }
}
