/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import dev.runwatch.alarms.definition.AlarmDefinition;
import java.util.List;

/**
 * The expected state of an environment. Immutable.
 *
 * @param settings the values of the environment's file
 * @param alarms its alarms as they are deployed: tokens bound, thresholds replaced
 */
public record ExpectedEnvironment(EnvironmentSettings settings, List<AlarmDefinition> alarms) {

  public ExpectedEnvironment {
    alarms = List.copyOf(alarms);
  }

  /** The alarms that every environment has, which are on the dashboard. */
  public List<AlarmDefinition> onDashboard() {
    return alarms.stream().filter(alarm -> !alarm.optional()).toList();
  }
}
