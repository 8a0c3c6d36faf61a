/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * What the temporary alarms did.
 *
 * @param made when they were made
 * @param start the first minute with data
 * @param lateMinutes how many minutes of the metrics that are late have data
 * @param changes the changes of state of each alarm, oldest first
 */
record Observation(
    Instant made, Instant start, int lateMinutes, Map<String, List<Change>> changes) {

  /** An alarm has entered a state. */
  record Change(Instant at, StateValue to) {}

  /** When an alarm first entered that state at that time or later. */
  Optional<Instant> entered(String alarm, StateValue state, Instant since) {
    return changes.getOrDefault(alarm, List.of()).stream()
        .filter(it -> it.to() == state && !it.at().isBefore(since))
        .map(Change::at)
        .findFirst();
  }

  /** How often an alarm entered that state between those times. */
  long times(String alarm, StateValue state, Instant from, Instant to) {
    return changes.getOrDefault(alarm, List.of()).stream()
        .filter(it -> it.to() == state && !it.at().isBefore(from) && it.at().isBefore(to))
        .count();
  }

  /** A minute after the first one with data. */
  Instant minute(int number) {
    return start.plus(Duration.ofMinutes(number));
  }
}
