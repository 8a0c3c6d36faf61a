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
 * A scenario file: alarms, and cases that put them through series.
 *
 * @param file the file as messages name it
 * @param alarms the alarms, one or several over one set of series
 * @param several whether expectations name their alarm
 * @param step how far the values of a series are apart
 * @param start when the first minute of every case begins
 * @param cases the cases in the order of the file
 */
public record Scenario(
    String file,
    List<AlarmDefinition> alarms,
    boolean several,
    Duration step,
    Instant start,
    List<ScenarioCase> cases) {

  /** How many cases it has. */
  public int size() {
    return cases.size();
  }
}
