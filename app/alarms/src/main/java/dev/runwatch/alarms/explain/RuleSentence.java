/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.explain;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricQuery;
import dev.runwatch.alarms.definition.Rule;
import dev.runwatch.alarms.yaml.Durations;
import dev.runwatch.alarms.yaml.Numbers;

/** The rule of an alarm as an English sentence. */
final class RuleSentence {

  private RuleSentence() {}

  static String of(AlarmDefinition alarm) {
    String what =
        alarm
            .metric()
            .map(stat -> "the " + stat.statistic() + " of " + stat.name())
            .orElseGet(() -> watched(alarm.watched()));
    Rule rule = alarm.rule();
    boolean sliding = alarm.period().compareTo(alarm.minute()) > 0;
    return "ALARM when "
        + what
        + " over "
        + Durations.format(alarm.period())
        + (sliding ? ", sliding by the minute," : "")
        + " is "
        + rule.operator().phrase()
        + " "
        + Numbers.format(rule.threshold())
        + " in "
        + rule.datapointsToAlarm()
        + " of "
        + rule.evaluationPeriods()
        + (rule.evaluationPeriods() == 1 ? " period; " : " periods; ")
        + switch (rule.treatMissingData()) {
          case BREACHING -> "missing data counts as a breach.";
          case NOT_BREACHING -> "missing data counts as no breach.";
          case IGNORE -> "missing data changes nothing.";
          case MISSING -> "without data it is INSUFFICIENT_DATA.";
        }
        + (rule.evaluateLowSamples() ? "" : " Percentiles of too few samples change nothing.")
        + (alarm.actions().enabled() ? "" : " Its actions are disabled: it notifies nobody.");
  }

  private static String watched(MetricQuery query) {
    return query.expression() == null ? query.id() : query.expression();
  }
}
