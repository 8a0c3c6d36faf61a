/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.AlarmDefinition;
import dev.runwatch.alarms.environments.EnvironmentSettings;
import dev.runwatch.dashboards.Dashboard;
import java.util.List;

/**
 * All that one stack is made from. Immutable.
 *
 * @param settings the environment
 * @param alarms the alarms as they are deployed there
 * @param dashboard the dashboard, with the thresholds of those alarms
 * @param region where it goes
 * @param context how it is synthesised
 */
record Plan(
    EnvironmentSettings settings,
    List<AlarmDefinition> alarms,
    Dashboard dashboard,
    String region,
    Context context) {

  Plan {
    alarms = List.copyOf(alarms);
  }

  String environment() {
    return settings.name().name();
  }
}
