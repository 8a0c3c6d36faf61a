/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.evaluation.StateTransition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The states of one alarm over a case, under one set of assumptions. */
final class Timeline {

  private final Duration cadence;
  private final AlarmState[] states;
  private final List<StateTransition> transitions = new ArrayList<>();

  /**
   * @param before the state at the start of the case
   * @param evaluations the number of evaluations
   */
  Timeline(Duration cadence, AlarmState before, int evaluations) {
    this.cadence = cadence;
    this.states = new AlarmState[evaluations + 1];
    this.states[0] = before;
  }

  void set(int evaluation, AlarmState state) {
    states[evaluation] = state;
  }

  void add(StateTransition transition) {
    transitions.add(transition);
  }

  /** The state after an evaluation; 0 is the start. */
  AlarmState state(int evaluation) {
    return states[evaluation];
  }

  /** The state at a time: that of the last evaluation up to then. */
  AlarmState at(Duration time) {
    return states[evaluation(time)];
  }

  /** The last evaluation up to a time. */
  int evaluation(Duration time) {
    return (int) Math.min(time.toMillis() / cadence.toMillis(), states.length - 1L);
  }

  /** The time of an evaluation. */
  Duration time(int evaluation) {
    return cadence.multipliedBy(evaluation);
  }

  /** The transitions that notify, in the order of time. */
  List<StateTransition> notifications() {
    return transitions.stream().filter(StateTransition::notifies).toList();
  }
}
