/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.alarms;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.evaluation.StateTransition;

/** Called when an alarm enters a state for which its definition has actions. */
@FunctionalInterface
public interface AlarmAction {

  /** Called on the evaluating thread; must not block. */
  void alarmChanged(AlarmDefinition definition, StateTransition change);
}
