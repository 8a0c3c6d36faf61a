/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import java.time.Duration;

/**
 * Minutes of a case in which Prometheus says something else than CloudWatch.
 *
 * @param scenario the stem of the scenario file
 * @param name the name of the case
 * @param alarm the name of the alarm
 * @param from the first evaluation that differs, counted from the start of the case
 * @param to the last one
 * @param firing whether Prometheus fires then
 * @param reason why, one sentence
 */
public record Difference(
    String scenario,
    String name,
    String alarm,
    Duration from,
    Duration to,
    boolean firing,
    String reason) {

  boolean covers(String inScenario, String inCase, String ofAlarm, Duration at) {
    return scenario.equals(inScenario)
        && name.equals(inCase)
        && alarm.equals(ofAlarm)
        && from.compareTo(at) <= 0
        && to.compareTo(at) >= 0;
  }
}
