/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.Severity;
import java.time.Instant;

/**
 * A transition of an alarm from one state to another.
 *
 * @param alarm the alarm's name, the stem of its definition file
 * @param severity the severity that is notified: the alarm's, except of INSUFFICIENT_DATA
 * @param at the time of the evaluation
 * @param from the state before
 * @param to the state after, different from the one before
 * @param reason the reason in CloudWatch's wording
 * @param notifies whether CloudWatch acts on the new state, by the alarm's actions
 * @param afterMute whether the action runs only now because the alarm was muted at the transition
 */
public record StateTransition(
    String alarm,
    Severity severity,
    Instant at,
    AlarmState from,
    AlarmState to,
    String reason,
    boolean notifies,
    boolean afterMute) {

  /** A transition whose action is not late. */
  public StateTransition(
      String alarm,
      Severity severity,
      Instant at,
      AlarmState from,
      AlarmState to,
      String reason,
      boolean notifies) {
    this(alarm, severity, at, from, to, reason, notifies, /* afterMute= */ false);
  }

  /** The same transition, whose action runs at the end of a mute. */
  StateTransition afterMute(Instant end) {
    return new StateTransition(
        alarm, severity, end, from, to, reason, notifies, /* afterMute= */ true);
  }

  static StateTransition of(AlarmDefinition alarm, Instant at, AlarmState from, Verdict verdict) {
    return of(alarm, at, from, verdict.state(), verdict.reason());
  }

  static StateTransition of(
      AlarmDefinition alarm, Instant at, AlarmState from, AlarmState to, String reason) {
    return new StateTransition(
        alarm.name(), alarm.severityOn(to), at, from, to, reason, alarm.actions().actsOn(to));
  }
}
