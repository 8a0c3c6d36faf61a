/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.Rule;

/**
 * What one evaluation found. Immutable; the reason is put into words when it is asked for, for an
 * evaluation of ten thousand scenarios asks seldom.
 */
public final class Verdict {

  /** What a verdict rests on. */
  enum Ground {
    /** Real data points. */
    DATA,
    /** Real ones and filled-in ones. */
    FILLED,
    /** Too few breaching ones, of which the oldest is as old as an alarm needs. */
    AHEAD_OF_TIME,
    /** Too few breaching ones, none of them old enough. */
    TOO_YOUNG,
    /** None at all. */
    NO_DATA,
    /** Missing ones, which change nothing. */
    IGNORED,
    /** Percentiles of too few samples, which change nothing. */
    LOW_SAMPLES
  }

  private final Rule rule;
  private final Series range;
  private final int[] considered;
  private final AlarmState state;
  private final Ground ground;

  Verdict(Rule rule, Series range, int[] considered, AlarmState state, Ground ground) {
    this.rule = rule;
    this.range = range;
    this.considered = considered;
    this.state = state;
    this.ground = ground;
  }

  /** The state the alarm is to be in; the state before, when nothing is to change. */
  public AlarmState state() {
    return state;
  }

  /** Whether the state was kept for want of data that counts. */
  public boolean retained() {
    return ground == Ground.IGNORED || ground == Ground.LOW_SAMPLES;
  }

  /** Why, in CloudWatch's wording. */
  public String reason() {
    int missing = rule.evaluationPeriods() - considered.length;
    return switch (ground) {
      case DATA, AHEAD_OF_TIME, TOO_YOUNG -> StateReasons.crossed(rule, range, considered, state);
      case FILLED -> StateReasons.filled(rule, range, considered, missing, state);
      case NO_DATA -> StateReasons.unknown(rule.evaluationPeriods());
      case IGNORED -> StateReasons.ignored(missing);
      case LOW_SAMPLES -> StateReasons.LOW_SAMPLES;
    };
  }
}
