/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.util.Set;

/**
 * On which states an alarm acts.
 *
 * @param declared whether the definition names actions itself; otherwise the stack gives it ALARM
 *     and OK actions
 * @param on the states it acts on when it enters them
 */
public record Actions(boolean declared, Set<AlarmState> on) {

  /** What the stack gives every alarm: its severity's topic on ALARM and on OK. */
  public static final Actions OF_THE_STACK =
      new Actions(false, Set.of(AlarmState.ALARM, AlarmState.OK));

  public Actions {
    on = Set.copyOf(on);
  }
}
