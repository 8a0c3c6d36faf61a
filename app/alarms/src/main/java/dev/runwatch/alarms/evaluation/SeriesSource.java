/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import java.time.Instant;
import java.util.Optional;

/** A source of data points: a store, a history, or a scenario. */
@FunctionalInterface
public interface SeriesSource {

  /**
   * The data points of a metric, as far as they have arrived by the end of the last period.
   *
   * @param stat the metric, its statistic and its period
   * @param from the start of the first period, inclusive. It need not be a multiple of the period:
   *     a window of 15 minutes slides by the minute
   * @param to the end of the last period, exclusive; a whole number of periods after {@code from}
   * @return one value per period, missing where the metric had no data
   */
  Series read(MetricStat stat, Instant from, Instant to);

  /**
   * The number of samples behind each data point, or empty where the source does not know it; then
   * every data point has enough.
   */
  default Optional<Series> sampleCounts(MetricStat stat, Instant from, Instant to) {
    return Optional.of(read(stat.withStatistic(Statistic.SAMPLE_COUNT), from, to));
  }
}
