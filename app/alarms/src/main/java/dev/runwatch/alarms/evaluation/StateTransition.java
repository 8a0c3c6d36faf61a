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
 * A change of an alarm's state.
 *
 * @param alarm the alarm's name, the stem of its definition file
 * @param severity the alarm's severity
 * @param at when it was noticed
 * @param from the state before
 * @param to the state after, another one
 * @param reason why, in CloudWatch's wording
 * @param notifies whether CloudWatch would act on it: ALARM and OK have actions, INSUFFICIENT_DATA
 *     has none
 */
public record StateTransition(
    String alarm,
    Severity severity,
    Instant at,
    AlarmState from,
    AlarmState to,
    String reason,
    boolean notifies) {

  static StateTransition of(AlarmDefinition alarm, Instant at, AlarmState from, Verdict verdict) {
    return new StateTransition(
        alarm.name(),
        alarm.severity(),
        at,
        from,
        verdict.state(),
        verdict.reason(),
        alarm.actions().on().contains(verdict.state()));
  }
}
