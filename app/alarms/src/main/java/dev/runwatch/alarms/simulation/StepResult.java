/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How soon an alarm noticed a change that stays. A minute of detection is one that has ended when
 * the alarm goes to ALARM.
 *
 * @param group the value of the group's parameter
 * @param from the value of the varied parameter before the step
 * @param to its value after the step
 * @param minutes the minutes until ALARM of every trial that was detected, sorted
 * @param missed the trials without ALARM within {@link Simulation#LONGEST_MINUTES}
 * @param limit the mean of the best sequential test with as few false alarms, in minutes; empty
 *     where it does not apply
 */
public record StepResult(
    double group, double from, double to, List<Integer> minutes, int missed, OptionalDouble limit) {

  public StepResult {
    minutes = List.copyOf(minutes);
  }

  /** The mean of the trials, or infinity if one was not detected. */
  public double mean() {
    return missed > 0
        ? Double.POSITIVE_INFINITY
        : minutes.stream().mapToInt(Integer::intValue).average().orElse(0);
  }

  /** The minutes within which a share of the trials was detected, or infinity. */
  public double percentile(double share) {
    int rank = (int) Math.ceil(share * (minutes.size() + missed)) - 1;
    return rank < minutes.size() ? minutes.get(Math.max(0, rank)) : Double.POSITIVE_INFINITY;
  }
}
