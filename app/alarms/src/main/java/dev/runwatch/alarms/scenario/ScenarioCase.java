/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One case of a scenario file. All times count from the case's first minute.
 *
 * @param name what it shows
 * @param line where it stands
 * @param before the state of each alarm before the first minute, by the alarm's name
 * @param series values by metric name or id, oldest first, NaN for a missing one
 * @param expect the states wanted, by alarm and time
 * @param wanted the notifications wanted, or null where they are not looked at
 */
public record ScenarioCase(
    String name,
    int line,
    Map<String, AlarmState> before,
    Map<String, double[]> series,
    Map<String, NavigableMap<Duration, AlarmState>> expect,
    @Nullable List<Notification> wanted) {

  /**
   * A notification.
   *
   * @param severity the severity wanted, or null where it is not looked at
   */
  public record Notification(
      String alarm, Duration at, AlarmState state, @Nullable Severity severity) {}

  Optional<List<Notification>> notifications() {
    return Optional.ofNullable(wanted);
  }

  /** How long it is to be run: as long as there is data or something to look at. */
  Duration length(Duration step) {
    Duration length = Duration.ZERO;
    for (double[] values : series.values()) {
      length = max(length, step.multipliedBy(values.length));
    }
    for (NavigableMap<Duration, AlarmState> states : expect.values()) {
      length = states.isEmpty() ? length : max(length, states.lastKey());
    }
    for (Notification one : notifications().orElse(List.of())) {
      length = max(length, one.at());
    }
    return length;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
