/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.alarms;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.evaluation.AlarmStatus;
import dev.runwatch.alarms.evaluation.StateTransition;
import java.util.List;

/**
 * One alarm at one moment.
 *
 * @param history the newest changes of its state, oldest first
 */
public record AlarmSnapshot(
    AlarmDefinition definition, AlarmStatus status, List<StateTransition> history) {

  public AlarmSnapshot {
    history = List.copyOf(history);
  }
}
