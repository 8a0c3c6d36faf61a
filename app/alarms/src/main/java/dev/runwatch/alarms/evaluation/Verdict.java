/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.Rule;

/**
 * The result of one evaluation. Immutable. The text of the reason is composed on demand, because
 * most evaluations of a scenario never need it.
 */
public final class Verdict {

  /** The basis of a verdict. */
  enum Ground {
    /** Real data points. */
    DATA,
    /** Real and filled-in data points. */
    FILLED,
    /** No data point at all, or only breaching ones that are too few and too young. */
    NO_DATA,
    /** Missing data points that leave the state unchanged. */
    IGNORED,
    /** Percentiles of too few samples that leave the state unchanged. */
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

  /** The state after the evaluation; the state before if {@link #retained}. */
  public AlarmState state() {
    return state;
  }

  /** Whether the state stays because the data does not decide. */
  public boolean retained() {
    return ground == Ground.IGNORED || ground == Ground.LOW_SAMPLES;
  }

  /** The reason in CloudWatch's wording. */
  public String reason() {
    int missing = rule.evaluationPeriods() - considered.length;
    return switch (ground) {
      case DATA -> StateReasons.crossed(rule, range, considered, 0, state);
      case FILLED -> StateReasons.crossed(rule, range, considered, missing, state);
      case NO_DATA -> StateReasons.unknown(missing);
      case IGNORED -> StateReasons.ignored(missing);
      case LOW_SAMPLES -> StateReasons.LOW_SAMPLES;
    };
  }
}
