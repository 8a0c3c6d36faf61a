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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One case of a scenario file. All times count from the start of the case.
 *
 * @param name its name
 * @param line its line in the file
 * @param before the state of each alarm at the start, by the name of the alarm
 * @param series values by metric name or id
 * @param expect the expected states by alarm and time
 * @param mutes the times in which alarms are muted
 * @param assumes the rules that AWS does not publish and that the case says it hangs on
 * @param notifications the expected notifications, or null if they are not compared
 */
public record ScenarioCase(
    String name,
    int line,
    Map<String, AlarmState> before,
    Map<String, ScenarioSeries> series,
    Map<String, NavigableMap<Duration, AlarmState>> expect,
    List<MuteWindow> mutes,
    Set<Assumed> assumes,
    @Nullable List<Notification> notifications) {

  /**
   * An expected notification.
   *
   * @param alarm the name of the alarm
   * @param at the time of the transition
   * @param state the state that the alarm enters
   * @param severity the expected severity, or null if it is not compared
   */
  public record Notification(
      String alarm, Duration at, AlarmState state, @Nullable Severity severity) {}

  /** The length of the run: until the last value and the last expectation. */
  Duration length(Duration step) {
    Duration length = Duration.ZERO;
    for (ScenarioSeries values : series.values()) {
      length = max(length, step.multipliedBy(values.size()));
    }
    for (NavigableMap<Duration, AlarmState> states : expect.values()) {
      length = states.isEmpty() ? length : max(length, states.lastKey());
    }
    for (MuteWindow mute : mutes) {
      length = max(length, mute.end());
    }
    if (notifications != null) {
      for (Notification notification : notifications) {
        length = max(length, notification.at());
      }
    }
    return length;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
