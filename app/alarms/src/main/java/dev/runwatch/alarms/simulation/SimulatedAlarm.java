/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.evaluation.Evaluator;

/** One alarm over the minutes of a trace. Not thread-safe. */
interface SimulatedAlarm {

  /** Receives every transition. */
  @FunctionalInterface
  interface Transitions {
    /**
     * Called for a transition.
     *
     * @param minute the newest minute of the evaluation
     */
    void changed(int minute, AlarmState from, AlarmState to);
  }

  /** The state after the last evaluation. */
  AlarmState state();

  /** Evaluates every minute of the trace that has not been evaluated. */
  void evaluate(Transitions transitions);

  /** The fastest that evaluates the definition, in OK at first. */
  static SimulatedAlarm of(AlarmDefinition definition, Trace trace) {
    return MinuteAlarm.accepts(definition)
        ? new MinuteAlarm(definition, trace, AlarmState.OK, Evaluator.DEFAULT_EXTRA)
        : new MonitoredAlarm(definition, trace, AlarmState.OK, Evaluator.DEFAULT_EXTRA);
  }
}
