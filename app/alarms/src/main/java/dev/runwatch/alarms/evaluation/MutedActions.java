/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The actions of one alarm under CloudWatch's alarm mute rules. While an alarm is muted, no action
 * runs, those of OK and INSUFFICIENT_DATA included. When the mute ends, or its rule is deleted, the
 * action that was muted last runs if the alarm is still in that state. Source: the CloudWatch user
 * guide, "Alarm mute rules". Not thread-safe.
 */
public final class MutedActions {

  private @Nullable StateTransition muted;

  /**
   * The transition whose action runs now, if any.
   *
   * @param transition what the evaluation changed, or empty
   * @param now the time of the evaluation
   * @param isMuted whether a mute rule is active now
   */
  public Optional<StateTransition> after(
      Optional<StateTransition> transition, Instant now, boolean isMuted) {
    if (transition.isPresent()) {
      muted = null;
    }
    Optional<StateTransition> action = transition.filter(StateTransition::notifies);
    if (isMuted) {
      action.ifPresent(change -> muted = change);
      return Optional.empty();
    }
    if (action.isEmpty() && muted != null) {
      // Every transition replaces the muted one, so the alarm is still in its state.
      action = Optional.of(muted.afterMute(now));
      muted = null;
    }
    return action;
  }
}
