/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.Rule;
import dev.runwatch.alarms.definition.TreatMissingData;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** State reasons in CloudWatch's wording, so that mails of a rehearsal read like real ones. */
final class StateReasons {

  static final String INITIAL = "Unchecked: Initial alarm creation";
  static final String LOW_SAMPLES =
      "Unchanged: a percentile was made of too few samples to be significant.";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MM/yy HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private StateReasons() {}

  static String crossed(Rule rule, Series range, int[] considered, AlarmState state) {
    boolean alarm = state == AlarmState.ALARM;
    List<String> points = new ArrayList<>();
    for (int i = considered.length - 1; i >= 0; i--) {
      double value = range.raw(considered[i]);
      if (rule.breaches(value) == alarm) {
        points.add(value + " (" + TIME.format(range.time(considered[i])) + ")");
      }
    }
    if (points.isEmpty()) {
      return unknown(rule.evaluationPeriods() - considered.length);
    }
    int minimum =
        alarm ? rule.datapointsToAlarm() : rule.evaluationPeriods() - rule.datapointsToAlarm() + 1;
    return "Threshold Crossed: "
        + points.size()
        + " out of the last "
        + considered.length
        + " datapoints ["
        + String.join(", ", points)
        + (points.size() == 1 ? "] was " : "] were ")
        + (alarm ? "" : "not ")
        + rule.operator().phrase()
        + " the threshold ("
        + rule.threshold()
        + ") (minimum "
        + count(minimum, "datapoint")
        + (alarm ? " for OK -> ALARM transition)." : " for ALARM -> OK transition).");
  }

  static String filled(Rule rule, Series range, int[] considered, int missing, AlarmState state) {
    boolean breaching = rule.treatMissingData() == TreatMissingData.BREACHING;
    boolean alarm = state == AlarmState.ALARM;
    // Real points that decide alone are listed; otherwise the filled-in points are counted.
    if (considered.length > 0 && alarm != breaching) {
      return crossed(rule, range, considered, state);
    }
    return "Threshold Crossed: "
        + (considered.length == 0 ? "no datapoints" : count(considered.length, "datapoint"))
        + (considered.length == 1 ? " was" : " were")
        + " received for "
        + count(rule.evaluationPeriods(), "period")
        + " and "
        + count(missing, "missing datapoint")
        + (missing == 1 ? " was" : " were")
        + " treated as ["
        + (breaching ? "Breaching" : "NonBreaching")
        + "].";
  }

  static String unknown(int count) {
    return "Insufficient Data: "
        + count(count, "datapoint")
        + (count == 1 ? " was unknown." : " were unknown.");
  }

  static String ignored(int missing) {
    return "Unchanged: "
        + count(missing, "missing datapoint")
        + (missing == 1 ? " was" : " were")
        + " treated as [Ignore].";
  }

  private static String count(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
