/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A time of a case in which alarms are muted.
 *
 * @param from its start, inclusive
 * @param length its length
 * @param alarm the alarm that is muted, or null for all of the file
 */
record MuteWindow(Duration from, Duration length, @Nullable String alarm) {

  boolean covers(String name, Duration at) {
    return (alarm == null || alarm.equals(name))
        && at.compareTo(from) >= 0
        && at.compareTo(end()) < 0;
  }

  Duration end() {
    return from.plus(length);
  }
}
