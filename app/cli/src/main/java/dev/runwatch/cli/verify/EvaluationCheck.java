/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import software.amazon.awssdk.services.cloudwatch.model.EvaluationState;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Checks that CloudWatch can evaluate an alarm, and names the reason of a state that is not OK. */
final class EvaluationCheck {

  private EvaluationCheck() {}

  static void run(Report report, MetricAlarm alarm) {
    String name = alarm.alarmName();
    String reason = alarm.stateReason() == null ? "no reason given" : alarm.stateReason();
    EvaluationState state = alarm.evaluationState();
    if (state == EvaluationState.EVALUATION_ERROR || state == EvaluationState.EVALUATION_FAILURE) {
      report.add(
          Finding.fail(
              name,
              "cannot be evaluated (" + alarm.evaluationStateAsString() + "): " + reason,
              "correct its expression, then  ./runwatch alarms lint  and deploy"));
    } else if (state == EvaluationState.PARTIAL_DATA) {
      report.add(Finding.warn(name, "is evaluated on a part of its data: " + reason, ""));
    } else if (alarm.stateValue() == StateValue.ALARM) {
      report.add(Finding.warn(name, "is in ALARM: " + reason, "follow its runbook"));
    }
  }
}
