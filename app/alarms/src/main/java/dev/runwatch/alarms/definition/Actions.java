/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.util.Set;

/**
 * What an alarm does when its state changes. Immutable.
 *
 * @param declared whether the definition names actions itself; otherwise the stack adds them
 * @param enabled whether CloudWatch executes them
 * @param on the states that have actions, executed when the alarm enters one of them
 */
public record Actions(boolean declared, boolean enabled, Set<AlarmState> on) {

  public Actions {
    on = Set.copyOf(on);
  }

  /**
   * What the stack gives an alarm: actions on ALARM and on OK; and on INSUFFICIENT_DATA for an
   * alarm on an expression, which is the only sign that the expression cannot be evaluated.
   *
   * @param plain whether the alarm watches one metric
   */
  static Actions ofTheStack(boolean plain) {
    return new Actions(
        /* declared= */ false,
        /* enabled= */ true,
        plain ? Set.of(AlarmState.ALARM, AlarmState.OK) : Set.of(AlarmState.values()));
  }

  /** Whether CloudWatch acts when the alarm enters a state. */
  public boolean actsOn(AlarmState state) {
    return enabled && on.contains(state);
  }

  Actions enabled(boolean newEnabled) {
    return new Actions(declared, newEnabled, on);
  }
}
