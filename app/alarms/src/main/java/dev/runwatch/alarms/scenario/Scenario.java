/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.definition.AlarmDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A scenario file: alarms and the cases that test them.
 *
 * @param file the name of the file in messages
 * @param alarms one or several alarms that are evaluated over the same series
 * @param several whether the expectations of a case name their alarm
 * @param step the time between two values of a series
 * @param start the start of every case
 * @param cases the cases in the order of the file
 */
public record Scenario(
    String file,
    List<AlarmDefinition> alarms,
    boolean several,
    Duration step,
    Instant start,
    List<ScenarioCase> cases) {

  /** The number of cases. */
  public int size() {
    return cases.size();
  }
}
