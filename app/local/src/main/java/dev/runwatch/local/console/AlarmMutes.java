/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Mutes alarms, as an alarm mute rule of CloudWatch does. */
public interface AlarmMutes {

  /**
   * Mutes an alarm, or all, from now on.
   *
   * @return whether there is such an alarm
   */
  boolean mute(Optional<String> alarm, Duration length);

  /** Ends the mutes of an alarm, or all. */
  void unmute(Optional<String> alarm);

  /** When the mutes of an alarm end, or empty if it is not muted. */
  Optional<Instant> mutedUntil(String alarm);
}
