/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import dev.runwatch.alarms.definition.MetricStat;
import java.time.Instant;

/** Where an alarm's data points come from: a store, CloudWatch, or a scenario. */
@FunctionalInterface
public interface SeriesSource {

  /**
   * The data points of a metric.
   *
   * @param stat what to read
   * @param from where the first period begins, inclusive. Periods are counted from here, not from
   *     multiples of their length: a window of 15 minutes slides by the minute
   * @param to where the last period ends, exclusive; a whole number of periods after {@code from}
   * @return one value per period, absent where nothing was received
   */
  Series read(MetricStat stat, Instant from, Instant to);
}
