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

/**
 * State reasons in CloudWatch's wording, so that mails of a rehearsal read like real ones. An alarm
 * whose definition names {@code DatapointsToAlarm} has the minimum for a transition in its reasons;
 * others have not.
 */
final class StateReasons {

  static final String INITIAL = "Unchecked: Initial alarm creation";
  static final String LOW_SAMPLES =
      "Unchanged: a percentile was made of too few samples to be significant.";

  /** From this number on CloudWatch lists the newest data points in a sentence of their own. */
  private static final int MOST_LISTED = 5;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MM/yy HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private StateReasons() {}

  /**
   * The reason of ALARM or OK.
   *
   * @param considered the indices of the real data points that decide, oldest first
   * @param filled the number of missing data points that are treated as breaching or not
   */
  static String crossed(Rule rule, Series range, int[] considered, int filled, AlarmState state) {
    List<String> points = new ArrayList<>();
    for (int i = considered.length - 1; i >= 0; i--) {
      double value = range.raw(considered[i]);
      if (rule.breaches(value) == (state == AlarmState.ALARM)) {
        points.add(value + " (" + TIME.format(range.time(considered[i])) + ")");
      }
    }
    return points.isEmpty()
        ? "Threshold Crossed: " + received(rule, considered.length) + treated(rule, filled) + "."
        : "Threshold Crossed: " + compared(rule, points, filled, state);
  }

  /** A reason without a real data point on the side of the state. */
  private static String received(Rule rule, int count) {
    return (count == 0 ? "no datapoints" : count(count, "datapoint"))
        + (count == 1 ? " was" : " were")
        + " received for "
        + count(rule.evaluationPeriods(), "period");
  }

  private static String compared(Rule rule, List<String> points, int filled, AlarmState state) {
    boolean alarm = state == AlarmState.ALARM;
    boolean listed = points.size() < MOST_LISTED;
    String newest = String.join(", ", points.subList(0, Math.min(MOST_LISTED, points.size())));
    int minimum =
        alarm ? rule.datapointsToAlarm() : rule.evaluationPeriods() - rule.datapointsToAlarm() + 1;
    String transition =
        " (minimum "
            + count(minimum, "datapoint")
            + (alarm ? " for OK -> ALARM transition)" : " for ALARM -> OK transition)");
    return (rule.namesDatapoints()
            ? points.size() + " out of the last " + rule.evaluationPeriods() + " datapoints"
            : count(points.size(), "datapoint"))
        + (listed ? " [" + newest + "]" : "")
        + (points.size() == 1 ? " was " : " were ")
        + (alarm ? "" : "not ")
        + rule.operator().phrase()
        + " the threshold ("
        + rule.threshold()
        + ")"
        + treated(rule, filled)
        + (listed
            ? ""
            : ". The most recent datapoints which "
                + (alarm ? "crossed" : "did not cross")
                + " the threshold: ["
                + newest
                + "]")
        + (rule.namesDatapoints() ? transition : "")
        + ".";
  }

  private static String treated(Rule rule, int missing) {
    if (missing == 0) {
      return "";
    }
    boolean breaching = rule.treatMissingData() == TreatMissingData.BREACHING;
    return " and "
        + count(missing, "missing datapoint")
        + (missing == 1 ? " was" : " were")
        + " treated as ["
        + (breaching ? "Breaching" : "NonBreaching")
        + "]";
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
