/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * What meters need where they are read from a page: the catalogue's description, and buckets. The
 * bounds of the buckets are the times that a dashboard asks about; Prometheus calculates
 * percentiles between them.
 */
public final class PageMeters implements MeterFilter {

  private static final double NANOS = 1e9;

  /** An answer from the store takes milliseconds, a stuck one more. */
  private static final double[] REQUESTS =
      seconds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10);

  /** Runs take from a moment to a day. */
  private static final double[] RUNS =
      seconds(0.1, 0.5, 1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 14_400, 86_400);

  /** A run that waits as long as its timeout has waited too long. */
  private static final double[] WAITS =
      seconds(0.01, 0.05, 0.1, 0.5, 1, 5, 15, 30, 60, 300, 900, 1_800, 3_600);

  private static final Map<String, double[]> BOUNDS =
      Map.of(MetricCatalogue.RUN_DURATION, RUNS, "run_wait_seconds", WAITS);

  private static double[] seconds(double... bounds) {
    return DoubleStream.of(bounds).map(bound -> Math.rint(bound * NANOS)).toArray();
  }

  @Override
  public Meter.Id map(Meter.Id id) {
    return id.getDescription() != null
        ? id
        : MetricCatalogue.find(id.getName())
            .map(
                spec ->
                    new Meter.Id(
                        id.getName(),
                        Tags.of(id.getTags()),
                        id.getBaseUnit(),
                        spec.meaning(),
                        id.getType()))
            .orElse(id);
  }

  @Override
  public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
    return DistributionStatisticConfig.builder()
        .serviceLevelObjectives(BOUNDS.getOrDefault(id.getName(), REQUESTS))
        .build()
        .merge(config);
  }
}
