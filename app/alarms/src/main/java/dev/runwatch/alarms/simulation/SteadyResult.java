/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

/**
 * What an alarm did under conditions that did not change. Counts of several parts of a simulation
 * add up.
 *
 * @param group the value of the group's parameter
 * @param value the value of the varied parameter
 * @param minutes the minutes that were evaluated
 * @param notifications how often it went to ALARM
 * @param recoveries how often it went to OK
 * @param silences how often the coordinator fell silent while the alarm was in ALARM
 * @param raisedInSilence how often it went to ALARM without new data
 * @param clearedInSilence how often it went to OK without new data
 */
public record SteadyResult(
    double group,
    double value,
    long minutes,
    long notifications,
    long recoveries,
    long silences,
    long raisedInSilence,
    long clearedInSilence) {

  private static final double MINUTES_A_MONTH = 30 * 1440;

  /** Notifications of ALARM in 30 days. */
  public double perMonth() {
    return notifications * MINUTES_A_MONTH / minutes;
  }

  SteadyResult plus(SteadyResult other) {
    return new SteadyResult(
        group,
        value,
        minutes + other.minutes,
        notifications + other.notifications,
        recoveries + other.recoveries,
        silences + other.silences,
        raisedInSilence + other.raisedInSilence,
        clearedInSilence + other.clearedInSilence);
  }
}
