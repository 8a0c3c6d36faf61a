/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.util.Set;

/**
 * The states on which an alarm notifies.
 *
 * @param declared whether the definition declares its actions; otherwise the stack adds actions on
 *     ALARM and on OK
 * @param on the states that notify when the alarm enters them
 */
public record Actions(boolean declared, Set<AlarmState> on) {

  /** The actions that the stack adds: the topic of the alarm's severity, on ALARM and on OK. */
  public static final Actions OF_THE_STACK =
      new Actions(false, Set.of(AlarmState.ALARM, AlarmState.OK));

  public Actions {
    on = Set.copyOf(on);
  }
}
