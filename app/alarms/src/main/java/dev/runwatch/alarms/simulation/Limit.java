/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The limit of sequential detection: a test with so many runs between false alarms at the rate p
 * needs at least ln(runs between false alarms) / KL(q, p) runs on average to notice a step to the
 * rate q, where KL is the Kullback-Leibler divergence of one run's outcome. It is asymptotic.
 */
final class Limit {

  private Limit() {}

  /**
   * The limit in minutes: the largest over the steady rates whose false alarms were measured.
   *
   * @param steady results of the same group
   * @param runsPerMinute the runs that end in a minute
   * @param rate the rate after the step
   */
  static OptionalDouble minutes(List<SteadyResult> steady, double runsPerMinute, double rate) {
    return steady.stream()
        .filter(result -> result.notifications() > 0 && result.value() < rate)
        .mapToDouble(
            result -> {
              double between = result.minutes() * runsPerMinute / result.notifications();
              return Math.log(between) / divergence(rate, result.value()) / runsPerMinute;
            })
        .max();
  }

  static double divergence(double q, double p) {
    return part(q, p) + part(1 - q, 1 - p);
  }

  private static double part(double q, double p) {
    return q == 0 ? 0 : q * Math.log(q / p);
  }
}
