/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.evaluation.AlarmQuery;
import dev.runwatch.alarms.evaluation.Assumptions;
import dev.runwatch.alarms.evaluation.Evaluator;

/** A rule that AWS does not publish and that a case is run without, to see whether it matters. */
enum Inference {
  /** FILL adds points to a metric that has none in the evaluation range. */
  FILL_OF_ABSENT(
      Assumed.FILL_OF_ABSENT,
      "FILL adds no point to a metric without data",
      Assumptions.DEFAULT.withoutFillOfAbsent()) {
    @Override
    boolean concerns(AlarmDefinition alarm, AlarmQuery query, AlarmState before) {
      return query.fills();
    }
  },

  /** A warm-up ends by data of the metrics and not by points that FILL adds. */
  WARM_UP_WITHOUT_FILL(
      Assumed.WARM_UP_NEEDS_DATA,
      "points that FILL adds end the warm-up",
      Assumptions.DEFAULT.withFilledEndingWarmUp()) {
    @Override
    boolean concerns(AlarmDefinition alarm, AlarmQuery query, AlarmState before) {
      return query.fills()
          && before == AlarmState.INSUFFICIENT_DATA
          && alarm.warmUp() != null
          && !alarm.warmUp().onlyAfter();
    }
  };

  private final Assumed rule;
  private final String otherwise;

  @SuppressWarnings("ImmutableEnumChecker") // a record of values
  private final Assumptions assumptions;

  Inference(Assumed rule, String otherwise, Assumptions assumptions) {
    this.rule = rule;
    this.otherwise = otherwise;
    this.assumptions = assumptions;
  }

  /** The rule. */
  Assumed rule() {
    return rule;
  }

  /** The opposite of the rule as a clause for a message. */
  String otherwise() {
    return otherwise;
  }

  /** The assumptions under which the rule does not hold. */
  Assumptions assumptions() {
    return assumptions;
  }

  /** The evaluation range of these assumptions. */
  static int extra() {
    return Evaluator.DEFAULT_EXTRA;
  }

  abstract boolean concerns(AlarmDefinition alarm, AlarmQuery query, AlarmState before);
}
