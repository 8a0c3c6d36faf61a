/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.evaluation.MutedActions;
import dev.runwatch.alarms.evaluation.StateTransition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The states of one alarm over a case, under one set of assumptions. */
final class Timeline {

  private final Duration cadence;
  private final AlarmState[] states;
  private final Instant start;
  private final IsMuted mutes;
  private final MutedActions actions = new MutedActions();
  private final List<StateTransition> notifications = new ArrayList<>();
  private Optional<StateTransition> latest = Optional.empty();

  /** Whether the alarm is muted at a time of the case. */
  @FunctionalInterface
  interface IsMuted {
    boolean at(Duration time);
  }

  /**
   * @param start the start of the case
   * @param before the state at the start of the case
   * @param evaluations the number of evaluations
   */
  Timeline(Duration cadence, Instant start, AlarmState before, int evaluations, IsMuted mutes) {
    this.start = start;
    this.mutes = mutes;
    this.cadence = cadence;
    this.states = new AlarmState[evaluations + 1];
    this.states[0] = before;
  }

  /** Ends an evaluation with its state; a transition was added before. */
  void set(int evaluation, AlarmState state) {
    states[evaluation] = state;
    Duration time = time(evaluation);
    actions.after(latest, start.plus(time), mutes.at(time)).ifPresent(notifications::add);
    latest = Optional.empty();
  }

  void add(StateTransition transition) {
    latest = Optional.of(transition);
  }

  /** Whether the alarm is muted at an evaluation. */
  boolean isMuted(int evaluation) {
    return mutes.at(time(evaluation));
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
    return Duration.ofMillis(cadence.toMillis() * evaluation);
  }

  /** The notifications in the order of time. */
  List<StateTransition> notifications() {
    return notifications;
  }
}
