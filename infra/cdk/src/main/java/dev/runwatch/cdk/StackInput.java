/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.dashboards.Dashboard;
import dev.runwatch.environments.EnvironmentSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * The input of one stack. Immutable.
 *
 * @param settings the environment
 * @param alarms the alarms as they are deployed there
 * @param dashboard the dashboard, with the thresholds of those alarms
 * @param region the AWS region it is deployed to
 * @param context the options of the command line
 */
record StackInput(
    EnvironmentSettings settings,
    List<AlarmDefinition> alarms,
    Dashboard dashboard,
    String region,
    Context context) {

  StackInput {
    alarms = List.copyOf(alarms);
  }

  String environment() {
    return settings.name().name();
  }

  /** The names of all alarms that the environment can have, in CloudWatch. */
  List<String> alarmNames() {
    List<String> names = new ArrayList<>();
    alarms.forEach(it -> names.add(it.cloudWatchName(environment())));
    names.addAll(settings.selfAlarmNames());
    names.addAll(settings.weeklyTestAlarms());
    return names;
  }
}
