/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.alarms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The mute rules of the embedded CloudWatch. Thread-safe. */
final class ActiveMutes {

  private record Mute(Optional<String> alarm, Instant end) {}

  private final List<Mute> mutes = new ArrayList<>();

  synchronized void add(Optional<String> alarm, Instant end) {
    mutes.add(new Mute(alarm, end));
  }

  /** Ends the mutes of an alarm; all mutes if none is named. */
  synchronized void remove(Optional<String> alarm) {
    mutes.removeIf(mute -> alarm.isEmpty() || mute.alarm().equals(alarm));
  }

  synchronized boolean covers(String alarm, Instant now) {
    mutes.removeIf(mute -> !now.isBefore(mute.end()));
    return mutes.stream().anyMatch(mute -> mute.alarm().map(alarm::equals).orElse(true));
  }

  /** When the last mute of an alarm ends. */
  synchronized Optional<Instant> end(String alarm, Instant now) {
    return mutes.stream()
        .filter(mute -> mute.alarm().map(alarm::equals).orElse(true))
        .map(Mute::end)
        .filter(now::isBefore)
        .max(Instant::compareTo);
  }
}
