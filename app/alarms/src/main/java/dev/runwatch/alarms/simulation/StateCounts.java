/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import dev.runwatch.alarms.definition.AlarmState;

/** Counts the transitions of an alarm over a trace, without those of its beginning. */
final class StateCounts implements SimulatedAlarm.Transitions {

  private final Trace trace;
  private final int begin;
  private final boolean[] inAlarm;
  private long notifications;
  private long recoveries;
  private long raisedInSilence;
  private long clearedInSilence;
  private int since;
  private AlarmState last = AlarmState.OK;

  StateCounts(Trace trace, int begin) {
    this.trace = trace;
    this.begin = begin;
    this.inAlarm = new boolean[trace.minutes()];
  }

  @Override
  public void changed(int minute, AlarmState from, AlarmState to) {
    fill(minute);
    last = to;
    if (minute < begin) {
      return;
    }
    // Data of the minute before a silence may arrive in its first minute.
    boolean silent = trace.silent(minute) && !(minute > 0 && trace.late(minute - 1));
    if (to == AlarmState.ALARM) {
      notifications++;
      raisedInSilence += silent ? 1 : 0;
    } else if (to == AlarmState.OK) {
      recoveries++;
      clearedInSilence += silent ? 1 : 0;
    }
  }

  SteadyResult result(double group, double value) {
    fill(trace.minutes());
    long silences = 0;
    for (int i = Math.max(1, begin); i < trace.minutes(); i++) {
      silences += trace.silent(i) && !trace.silent(i - 1) && inAlarm[i - 1] ? 1 : 0;
    }
    return new SteadyResult(
        group,
        value,
        trace.minutes() - (long) begin,
        notifications,
        recoveries,
        silences,
        raisedInSilence,
        clearedInSilence);
  }

  private void fill(int to) {
    for (int i = since; i < to; i++) {
      inAlarm[i] = last == AlarmState.ALARM;
    }
    since = to;
  }
}
